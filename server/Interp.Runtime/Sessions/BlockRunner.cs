using Interp.Models;
using Interp.Runtime.Graphs;
using Interp.Runtime.Prefixes;
using Interp.Runtime.Taps;
using Microsoft.ML.OnnxRuntime;

namespace Interp.Runtime.Sessions;

/// <summary>
/// Runs the blocks of one prompt, for all positions or for the last ones, given keys and values of those before. What blocks share, such as
/// masks, is made when it is first needed.
/// </summary>
/// <param name="spec">The model.</param>
/// <param name="parts">Its sessions.</param>
/// <param name="length">T.</param>
/// <param name="lease">What is known of the prompt; null where all positions are computed.</param>
internal sealed unsafe class BlockRunner(ModelSpec spec, PartSessions parts, int length, PrefixLease? lease) : IDisposable
{
    private readonly int known = lease?.Known ?? 0;
    private PositionInputs? wholePositions;
    private PositionInputs? suffixPositions;
    private NativeFloats? pastKeys;
    private NativeFloats? pastValues;

    /// <summary>Runs a block for all positions.</summary>
    /// <param name="layer">Which.</param>
    /// <param name="stream">Its input, [T, D].</param>
    /// <param name="targets">Outputs, each with memory for T positions.</param>
    /// <param name="options">Stops the run.</param>
    /// <param name="cancel">What stops it.</param>
    public void Whole(int layer, float* stream, IReadOnlyList<BlockTarget> targets, RunOptions options, CancellationToken cancel)
    {
        wholePositions ??= new PositionInputs(spec, 0, length);
        var (session, weights) = parts.Block(layer);
        using var input = OrtTensors.Over(stream, length, spec.Width);
        Run(session, [input, .. wholePositions.Of(layer), .. weights], length, targets, options, cancel);
    }

    /// <summary>Runs a block for the positions that are not known.</summary>
    /// <param name="layer">Which.</param>
    /// <param name="stream">Its input, [T, D]; the rows of known positions are not read.</param>
    /// <param name="targets">Outputs, of those that a suffix has, each with memory for these positions.</param>
    /// <param name="options">Stops the run.</param>
    /// <param name="cancel">What stops it.</param>
    public void Suffix(int layer, float* stream, IReadOnlyList<BlockTarget> targets, RunOptions options, CancellationToken cancel)
    {
        var source = lease ?? throw new InvalidOperationException("Nothing is known of this prompt.");
        suffixPositions ??= new PositionInputs(spec, known, length);
        var (session, weights) = parts.SuffixBlock(layer, source.Threads);
        using var input = OrtTensors.Over(stream + ((long)known * spec.Width), length - known, spec.Width);
        using var keys = Past(ref pastKeys, PrefixPart.Key, layer, source);
        using var values = Past(ref pastValues, PrefixPart.Value, layer, source);
        Run(session, [input, .. suffixPositions.Of(layer), keys, values, .. weights], length - known, targets, options, cancel);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        wholePositions?.Dispose();
        suffixPositions?.Dispose();
        ((IDisposable?)pastKeys)?.Dispose();
        ((IDisposable?)pastValues)?.Dispose();
    }

    private OrtValue Past(ref NativeFloats? memory, PrefixPart part, int layer, PrefixLease source)
    {
        memory ??= new NativeFloats((long)known * spec.KvHeads * spec.HeadWidth);
        source.Read(part, layer, 0, known, memory.At(0));
        return OrtTensors.Over(memory.At(0), known, spec.KvHeads, spec.HeadWidth);
    }

    private void Run(
        GraphSession session, OrtValue[] inputs, int rows, IReadOnlyList<BlockTarget> targets, RunOptions options, CancellationToken cancel)
    {
        var outputs = new List<OrtValue>();
        try
        {
            foreach (var target in targets)
            {
                outputs.Add(OrtTensors.Over((float*)target.Address, [.. target.Kind.Shape(spec, rows).Select(size => (long)size)]));
            }

            session.Run(inputs, [.. targets.Select(target => target.Kind.Name)], outputs, options, cancel);
        }
        finally
        {
            outputs.ForEach(output => output.Dispose());
        }
    }
}

/// <summary>Where an output of a block goes.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Address">Of its first row that is computed.</param>
internal readonly record struct BlockTarget(TapKind Kind, nint Address);
