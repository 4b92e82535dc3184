using System.Numerics.Tensors;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime.Graphs;
using Interp.Runtime.Prefixes;
using Interp.Runtime.Taps;
using Microsoft.ML.OnnxRuntime;

namespace Interp.Runtime.Sessions;

/// <summary>
/// Runs a model block by block: one session serves all layers of the same build, its weights being inputs. Work beyond the last tap that is
/// asked for is not done, nor what the prefix cache knows. Not for several threads at once.
/// </summary>
internal sealed unsafe class ForwardRunner : IDisposable
{
    private readonly ModelSpec spec;
    private readonly PartSessions parts;

    /// <summary>Prepares nothing yet: sessions are made when they are first needed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pool">As many workers as blocks get threads.</param>
    public ForwardRunner(Model model, WorkerPool pool)
    {
        spec = model.Spec;
        parts = new PartSessions(model, pool);
    }

    /// <summary>Runs the prompt up to what <paramref name="buffers"/> keep, the logits apart.</summary>
    /// <param name="input">The prompt.</param>
    /// <param name="buffers">Where taps go.</param>
    /// <param name="lease">What is known of the prompt, and where new rows go; null without a cache.</param>
    /// <param name="layers">Blocks to run.</param>
    /// <param name="final">True with the final norm.</param>
    /// <param name="layerDone">Told the number of layers that are done.</param>
    /// <param name="cancel">Cancels.</param>
    public void Run(
        ModelInput input, TapBuffers buffers, PrefixLease? lease, int layers, bool final, IProgress<int>? layerDone, CancellationToken cancel)
    {
        OnnxNative.EnsureLoaded();
        using var options = new RunOptions();
        using var registration = cancel.Register(() => options.Terminate = true);
        try
        {
            if (lease is { WantsCheck: true, Known: > 0 } && lease.Known < input.Length)
            {
                lease.Checked(new SuffixCheck(spec, parts, lease).Agrees(input, options, cancel));
            }

            RunParts(input, buffers, lease, layers, final, layerDone, options, cancel);
        }
        finally
        {
            parts.EndPass();
        }
    }

    /// <summary>What a masked-LM head does before the unembedding, for <paramref name="count"/> rows of the stream.</summary>
    /// <param name="rows">[count, D].</param>
    /// <param name="count">N.</param>
    /// <param name="output">[count, D], overwritten.</param>
    /// <param name="cancel">Cancels.</param>
    public void Head(ReadOnlyMemory<float> rows, int count, Memory<float> output, CancellationToken cancel)
    {
        OnnxNative.EnsureLoaded();
        using var options = new RunOptions();
        using var registration = cancel.Register(() => options.Terminate = true);
        using var input = rows.Pin();
        using var target = output.Pin();
        using var stream = OrtTensors.Over((float*)input.Pointer, count, spec.Width);
        using var result = OrtTensors.Over((float*)target.Pointer, count, spec.Width);
        OrtValue[] inputs = [stream, .. parts.Head];
        parts.HeadSession.Run(inputs, [PartGraphs.HeadRows], [result], options, cancel);
    }

    /// <inheritdoc/>
    public void Dispose() => parts.Dispose();

    private void RunParts(
        ModelInput input, TapBuffers buffers, PrefixLease? lease, int layers, bool final, IProgress<int>? layerDone, RunOptions options, CancellationToken cancel)
    {
        var plan = new PassPlan(spec, buffers, lease, input.Length, layers, final);
        using var blocks = new BlockRunner(spec, parts, input.Length, lease);
        using var rows = new RowScratch(spec, buffers, lease, input.Length);
        var run = new Pass(input.Length, buffers, lease, plan, options, cancel);
        Embed(run, input);
        for (var layer = 0; layer < layers; layer++)
        {
            if (layer == layers - 1 && IsLarge(input.Length))
            {
                // The arena would keep the high-water mark of the longest prompt for ever.
                options.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
            }

            Block(run, layer, blocks, rows);
            layerDone?.Report(layer + 1);
        }

        if (final)
        {
            FinalNorm(run, layers);
        }
    }

    private void Embed(Pass run, ModelInput input)
    {
        ReadStream(run, 0);
        var first = run.Plan.Known;
        if (first == run.Length)
        {
            return;
        }

        var rows = run.Buffers.Stream(0) + ((long)first * spec.Width);
        parts.Embed(input, first, rows, run.Options, run.Cancel);
        CheckFinite(TapName.Embed, null, rows, first, run.Length);
        run.Lease?.Write(PrefixPart.Stream, 0, first, rows);
    }

    private void Block(Pass run, int layer, BlockRunner blocks, RowScratch rows)
    {
        ReadStream(run, layer + 1);
        rows.ReadKnown(run.Plan, layer);
        if (!run.Plan.Computes(layer))
        {
            return;
        }

        var first = run.Plan.FirstOf(layer);
        var targets = TapCatalog.BlockTaps(spec)
            .Select(kind => new BlockTarget(kind, (nint)rows.Target(kind, layer, first)))
            .Where(target => target.Address != 0)
            .ToList();
        if (first == 0)
        {
            blocks.Whole(layer, run.Buffers.Stream(layer), targets, run.Options, run.Cancel);
        }
        else
        {
            blocks.Suffix(layer, run.Buffers.Stream(layer), targets, run.Options, run.Cancel);
        }

        CheckFinite(TapName.ResidPost(layer), layer, run.Buffers.Stream(layer + 1) + ((long)first * spec.Width), first, run.Length);
        rows.Write(layer, first);
    }

    /// <summary>Copies the known rows of the stream after some blocks to where they are read.</summary>
    private static void ReadStream(Pass run, int written)
    {
        if (run.Lease is { } lease && run.Plan.ReadsKnownStream(written))
        {
            lease.Read(PrefixPart.Stream, written, 0, lease.Known, run.Buffers.Stream(written));
        }
    }

    private void FinalNorm(Pass run, int layers)
    {
        using var stream = OrtTensors.Over(run.Buffers.Stream(layers), run.Length, spec.Width);
        using var scale = OrtTensors.Over(run.Buffers.At(TapName.FinalScale), run.Length, 1);
        using var normalized = OrtTensors.Over(run.Buffers.At(TapName.FinalNormalized), run.Length, spec.Width);
        OrtValue[] inputs = [stream, .. parts.FinalNorm];
        parts.FinalNormSession.Run(inputs, [TapName.FinalScale, TapName.FinalNormalized], [scale, normalized], run.Options, run.Cancel);
        CheckFinite(TapName.FinalNormalized, null, run.Buffers.At(TapName.FinalNormalized), 0, run.Length);
    }

    /// <summary>An answer made of not-a-number would look like token 0.</summary>
    private void CheckFinite(string tap, int? layer, float* rows, int first, int end)
    {
        for (var position = first; position < end; position++)
        {
            var row = new ReadOnlySpan<float>(rows + ((long)(position - first) * spec.Width), spec.Width);
            if (!TensorPrimitives.IsFiniteAll(row))
            {
                var where = layer is int block ? $"layer {block}, position {position}" : $"position {position}";
                throw new InterpException(
                    ErrorKind.NotFinite,
                    $"The model computes a value that is not a finite number: {tap}, {where}.",
                    "The checkpoint may be damaged: check its file hashes with `interp models verify`.",
                    new() { ["tap"] = tap, ["layer"] = layer, ["position"] = position });
            }
        }
    }

    /// <summary>True where the intermediate values of one block take more than 64 MB.</summary>
    private bool IsLarge(int length)
    {
        var perPosition = (12L * spec.Width) + (4L * spec.FfWidth) + ((8L * spec.Heads) * spec.HeadWidth) + (4L * spec.Heads * length);
        return perPosition * length * sizeof(float) > 64L << 20;
    }

    /// <summary>What all steps of one run share.</summary>
    private readonly record struct Pass(
        int Length, TapBuffers Buffers, PrefixLease? Lease, PassPlan Plan, RunOptions Options, CancellationToken Cancel);
}
