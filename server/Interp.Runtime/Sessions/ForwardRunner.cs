using System.Numerics.Tensors;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime.Graphs;
using Interp.Runtime.Taps;
using Microsoft.ML.OnnxRuntime;

namespace Interp.Runtime.Sessions;

/// <summary>
/// Runs a model block by block: one session serves all layers of the same build, its weights being inputs. Work beyond the last tap that is
/// asked for is not done. Not for several threads at once.
/// </summary>
internal sealed unsafe class ForwardRunner : IDisposable
{
    private readonly Model model;
    private readonly ModelSpec spec;
    private readonly PartSessions parts;

    /// <summary>Prepares nothing yet: sessions are made when they are first needed.</summary>
    public ForwardRunner(Model model, int threads)
    {
        this.model = model;
        spec = model.Spec;
        parts = new PartSessions(model, threads);
    }

    /// <summary>Runs the prompt up to what <paramref name="buffers"/> keep, the logits apart.</summary>
    public void Run(IReadOnlyList<int> ids, TapBuffers buffers, int layers, bool final, IProgress<int>? layerDone, CancellationToken cancel)
    {
        OnnxNative.EnsureLoaded();
        using var options = new RunOptions();
        using var registration = cancel.Register(() => options.Terminate = true);
        var run = new Pass(ids.Count, buffers, options, cancel);
        Embed(run, ids);
        using var positions = new PositionInputs(spec, ids.Count);
        for (var layer = 0; layer < layers; layer++)
        {
            if (layer == layers - 1 && IsLarge(ids.Count))
            {
                // The arena would keep the high-water mark of the longest prompt for ever.
                options.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
            }

            Block(run, layer, positions);
            layerDone?.Report(layer + 1);
        }

        if (final)
        {
            FinalNorm(run, layers);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => parts.Dispose();

    private void Embed(Pass run, IReadOnlyList<int> ids)
    {
        using var tokens = OrtTensors.Integers([.. ids.Select(id => (long)id)]);
        var inputs = new List<OrtValue> { tokens, parts.Embedding };
        using var places = OrtTensors.Integers([.. Enumerable.Range(spec.PositionOffset, ids.Count).Select(position => (long)position)]);
        if (parts.PositionEmbedding is { } learned)
        {
            inputs.AddRange([places, learned]);
        }

        using var output = OrtTensors.Over(run.Buffers.Stream(0), run.Length, spec.Width);
        parts.EmbeddingSession.Run(inputs, [TapName.Embed], [output], run.Options, run.Cancel);
        CheckFinite(TapName.Embed, null, run.Buffers.Stream(0), run.Length);
    }

    private void Block(Pass run, int layer, PositionInputs positions)
    {
        var (session, weights) = parts.Block(layer);
        using var stream = OrtTensors.Over(run.Buffers.Stream(layer), run.Length, spec.Width);
        OrtValue[] inputs = [stream, .. positions.Of(layer), .. weights];
        var names = new List<string>();
        var outputs = new List<OrtValue>();
        try
        {
            foreach (var kind in TapCatalog.BlockTaps(spec))
            {
                var target = Target(run, layer, kind);
                if (target is not null)
                {
                    names.Add(kind.Name);
                    outputs.Add(OrtTensors.Over(target, [.. kind.Shape(spec, run.Length).Select(size => (long)size)]));
                }
            }

            session.Run(inputs, names, outputs, run.Options, run.Cancel);
        }
        finally
        {
            outputs.ForEach(output => output.Dispose());
        }

        CheckFinite(TapName.ResidPost(layer), layer, run.Buffers.Stream(layer + 1), run.Length);
    }

    /// <summary>Where a tap of a block goes: the block's output always somewhere, its input is there already, the others where they are kept.</summary>
    private static float* Target(Pass run, int layer, TapKind kind)
    {
        if (kind.Name == "hook_resid_post")
        {
            return run.Buffers.Stream(layer + 1);
        }

        var name = TapCatalog.BlockName(layer, kind.Name);
        return kind.Name != PartGraphs.Stream && run.Buffers.Keeps(name) ? run.Buffers.At(name) : null;
    }

    private void FinalNorm(Pass run, int layers)
    {
        using var stream = OrtTensors.Over(run.Buffers.Stream(layers), run.Length, spec.Width);
        using var scale = OrtTensors.Over(run.Buffers.At(TapName.FinalScale), run.Length, 1);
        using var normalized = OrtTensors.Over(run.Buffers.At(TapName.FinalNormalized), run.Length, spec.Width);
        OrtValue[] inputs = [stream, .. parts.FinalNorm];
        parts.FinalNormSession.Run(inputs, [TapName.FinalScale, TapName.FinalNormalized], [scale, normalized], run.Options, run.Cancel);
        CheckFinite(TapName.FinalNormalized, null, run.Buffers.At(TapName.FinalNormalized), run.Length);
    }

    /// <summary>An answer made of not-a-number would look like token 0.</summary>
    private void CheckFinite(string tap, int? layer, float* values, int length)
    {
        for (var position = 0; position < length; position++)
        {
            var row = new ReadOnlySpan<float>(values + ((long)position * spec.Width), spec.Width);
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
    private readonly record struct Pass(int Length, TapBuffers Buffers, RunOptions Options, CancellationToken Cancel);
}
