using Interp.Models;
using Microsoft.ML.OnnxRuntime;

namespace Interp.Runtime.Sessions;

/// <summary>The inputs of a block that depend on positions alone, made once for a run: rotation tables and one mask for each window.</summary>
internal sealed unsafe class PositionInputs : IDisposable
{
    private readonly ModelSpec spec;
    private readonly int first;
    private readonly int length;
    private readonly List<IDisposable> owned = [];
    private readonly List<(RotarySpec? Rotary, OrtValue[] Tables)> rotations = [];
    private readonly Dictionary<int, OrtValue> masks = [];

    /// <summary>Tables for the positions from <paramref name="first"/> on of a prompt of <paramref name="length"/> tokens.</summary>
    public PositionInputs(ModelSpec spec, int first, int length)
    {
        this.spec = spec;
        this.first = first;
        this.length = length;
    }

    /// <summary>The inputs of <paramref name="layer"/> in the order of the block graph.</summary>
    public IEnumerable<OrtValue> Of(int layer)
    {
        var window = Math.Min(spec.WindowOf(layer) ?? length, length);
        if (!masks.TryGetValue(window, out var mask))
        {
            var values = Allocate((long)(length - first) * length);
            PositionTables.Mask(spec, layer, first, length, values.GetSpan());
            mask = Own(OrtTensors.Over(values.At(0), length - first, length));
            masks.Add(window, mask);
        }

        return [.. RotationOf(layer), mask];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Tensors before the memory that they look at.
        for (var index = owned.Count - 1; index >= 0; index--)
        {
            owned[index].Dispose();
        }
    }

    /// <summary>Cosines and sines of a layer, none where no layer of the model has positions; layers of the same rotation share them.</summary>
    private OrtValue[] RotationOf(int layer)
    {
        if (spec.Rotary is null)
        {
            return [];
        }

        var rotary = spec.RotaryOf(layer);
        if (rotations.Find(known => ReferenceEquals(known.Rotary, rotary)) is { Tables: { } tables })
        {
            return tables;
        }

        var rows = length - first;
        var cosines = Allocate((long)rows * spec.HeadWidth);
        var sines = Allocate((long)rows * spec.HeadWidth);
        PositionTables.Rotary(rotary, spec.HeadWidth, first, length, cosines.GetSpan(), sines.GetSpan());
        OrtValue[] made = [Own(OrtTensors.Over(cosines.At(0), rows, 1, spec.HeadWidth)), Own(OrtTensors.Over(sines.At(0), rows, 1, spec.HeadWidth))];
        rotations.Add((rotary, made));
        return made;
    }

    private NativeFloats Allocate(long count)
    {
        var values = new NativeFloats(count);
        owned.Add(values);
        return values;
    }

    private OrtValue Own(OrtValue value)
    {
        owned.Add(value);
        return value;
    }
}
