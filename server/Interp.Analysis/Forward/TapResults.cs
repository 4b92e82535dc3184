using System.Globalization;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>Taps as tensors of a result.</summary>
internal static class TapResults
{
    private const string ScoresEnd = ".hook_attn_scores";
    private const string PatternEnd = ".hook_pattern";

    /// <summary>The whole tap; masked attention scores become not-a-number, which is written as <c>null</c>.</summary>
    /// <exception cref="InterpException">NotFinite naming tap, layer and position.</exception>
    public static TensorData Of(TapTensor tap, ModelSpec spec)
    {
        var data = tap.Values.ToArray();
        var layer = LayerOf(tap.Name);
        if (tap.Name.EndsWith(ScoresEnd, StringComparison.Ordinal))
        {
            Mask(data, tap, spec, layer ?? 0);
        }
        else
        {
            Check(data, tap, layer);
        }

        return new TensorData { Shape = [.. tap.Shape], Data = data };
    }

    private static void Check(ReadOnlySpan<float> data, TapTensor tap, int? layer)
    {
        // Positions are the first axis, but for patterns, which have heads there.
        var columns = tap.Shape[^1];
        var isPattern = tap.Name.EndsWith(PatternEnd, StringComparison.Ordinal);
        for (var row = 0; row < data.Length / columns; row++)
        {
            var position = isPattern ? row % tap.Shape[1] : row * columns / tap.RowLength;
            FiniteGuard.Check(data.Slice(row * columns, columns), tap.Name, layer, position);
        }
    }

    /// <summary>Scores [H, T, T]: what the mask hides becomes not-a-number, what it shows must be finite.</summary>
    private static void Mask(float[] data, TapTensor tap, ModelSpec spec, int layer)
    {
        var length = tap.Shape[1];
        for (var index = 0; index < data.Length; index++)
        {
            var (query, source) = (index / length % length, index % length);
            if (!spec.Sees(layer, query, source))
            {
                data[index] = float.NaN;
            }
            else if (!float.IsFinite(data[index]))
            {
                throw FiniteGuard.NotFinite(tap.Name, layer, query);
            }
        }
    }

    private static int? LayerOf(string name)
    {
        var parts = name.Split('.');
        return parts[0] == "blocks" && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var layer) ? layer : null;
    }
}
