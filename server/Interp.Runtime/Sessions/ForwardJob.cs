using Interp.Models;
using Interp.Runtime.Products;
using Interp.Runtime.Taps;

namespace Interp.Runtime.Sessions;

/// <summary>One forward pass: finds out how far to run for the taps asked, runs, and hands the taps over.</summary>
internal sealed class ForwardJob(Model model, ForwardRunner runner, PrefixCache prefix, VocabularyProduct vocabulary, BlockPool memory)
{
    /// <summary>As <see cref="Engine.Forward(ModelInput, IReadOnlyCollection{string}, IProgress{int}, CancellationToken)"/>, the turn being the caller's.</summary>
    public ForwardPass Run(ModelInput input, IReadOnlyCollection<string> taps, IProgress<int>? layerDone, CancellationToken cancel)
    {
        var spec = model.Spec;
        var wantsLogits = taps.Contains(TapName.Logits);
        var hasFinal = model.Weights.FinalNorm is not null;
        var unembedded = hasFinal ? TapName.FinalNormalized : TapName.ResidPost(spec.Layers - 1);
        var wantsFinal = hasFinal && (wantsLogits || taps.Contains(TapName.FinalScale) || taps.Contains(TapName.FinalNormalized));
        var kept = taps.ToHashSet();
        kept.UnionWith(wantsFinal ? [TapName.FinalScale, TapName.FinalNormalized] : []);
        kept.UnionWith(wantsLogits ? [unembedded] : []);
        var buffers = new TapBuffers(spec, input.Length, kept, memory);
        try
        {
            var layers = wantsFinal || wantsLogits ? spec.Layers : LayersFor(taps);

            // Prefixes are known by their tokens alone.
            using (var lease = input is { Stream: null, TypeIds: null } ? prefix.Begin(input.Ids, fill: layers == spec.Layers) : null)
            {
                runner.Run(input, buffers, lease, layers, wantsFinal, layerDone, cancel);
                lease?.Commit();
            }

            if (wantsLogits)
            {
                var writer = new LogitWriter(model, buffers.Memory(TapName.Logits));
                vocabulary.MultiplyInTurn(HeadRows(buffers.Memory(unembedded), input.Length, cancel), input.Length, writer, cancel);
            }

            return buffers.Finish(input);
        }
        catch
        {
            buffers.Dispose();
            throw;
        }
    }

    /// <summary>Rows that are ready for the product with the unembedding: through the masked-LM head where the model has one.</summary>
    private ReadOnlyMemory<float> HeadRows(Memory<float> rows, int count, CancellationToken cancel)
    {
        if (model.Spec.HeadActivation is null)
        {
            return rows;
        }

        var ready = new float[rows.Length];
        runner.Head(rows, count, ready, cancel);
        return ready;
    }

    /// <summary>Blocks to run: up to the last one that has a tap asked for, its input needing only those before it.</summary>
    private int LayersFor(IReadOnlyCollection<string> taps)
    {
        var wanted = taps.ToHashSet();
        for (var layer = model.Spec.Layers - 1; layer >= 0; layer--)
        {
            if (TapCatalog.BlockTaps(model.Spec).Any(kind => wanted.Contains(TapCatalog.BlockName(layer, kind.Name))))
            {
                var inputOnly = TapCatalog.BlockTaps(model.Spec).Skip(1).All(kind => !wanted.Contains(TapCatalog.BlockName(layer, kind.Name)));
                return inputOnly ? layer : layer + 1;
            }
        }

        return 0;
    }
}
