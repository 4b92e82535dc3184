using Interp.Models.Families;

namespace Interp.Models.Reading;

/// <summary>Turns a plan into weights in memory: dequantised, in the one layout, in parallel.</summary>
internal static class WeightReading
{
    /// <summary>Least bytes for which a stored float32 matrix is used where it is instead of being copied.</summary>
    private const long LeastMappedBytes = 1 << 20;

    /// <summary>Reads all weights of <paramref name="plan"/> into <paramref name="store"/> on <paramref name="threads"/> threads.</summary>
    /// <exception cref="OperationCanceledException">As asked.</exception>
    public static ModelWeights Read(WeightPlan plan, ModelSpec spec, WeightStore store, int threads, CancellationToken cancel)
    {
        var copies = new List<WeightCopy>();
        var model = plan.Model.ToDictionary(entry => entry.Key, entry => Place(entry.Value, store, copies));
        var layers = plan.Layers.Select(layer => layer.ToDictionary(entry => entry.Key, entry => Place(entry.Value, store, copies))).ToArray();
        ParallelPieces.Run(copies.SelectMany(copy => copy.Pieces()).ToArray(), threads, cancel);
        var none = store.Allocate(0, spec.Width);
        return new ModelWeights
        {
            Store = store,
            Embedding = model.GetValueOrDefault(WeightSlot.Embedding) ?? none,
            PositionEmbedding = model.GetValueOrDefault(WeightSlot.PositionEmbedding),
            TypeEmbedding = model.GetValueOrDefault(WeightSlot.TypeEmbedding),
            EmbeddingNorm = Norm(model, WeightSlot.EmbeddingNormGain, WeightSlot.EmbeddingNormShift),
            Layers = [.. layers.Select(layer => Layer(layer, none))],
            HeadTransform = Head(model),
            FinalNorm = Norm(model, WeightSlot.FinalNormGain, WeightSlot.FinalNormShift),
            Unembedding = spec.Vocabulary == 0 ? none : spec.Tied ? model[WeightSlot.Embedding] : model[WeightSlot.Unembedding],
            UnembeddingBias = model.GetValueOrDefault(WeightSlot.UnembeddingBias),
        };
    }

    private static Weight Place(PlannedWeight planned, WeightStore store, List<WeightCopy> copies)
    {
        if (IsUsable(planned) && planned.FirstSource is { } first)
        {
            var skipped = (long)first * planned.Tensor.RowBytes(planned.StoredColumns);
            var pointer = planned.Tensor.File.Address(planned.Tensor.Offset + skipped);
            if (pointer % sizeof(float) == 0)
            {
                store.Keep(planned.Tensor.File.Share());
                return new Weight(store, pointer, planned.Shape.Rows, planned.Shape.Columns);
            }
        }

        var weight = store.Allocate(planned.Shape.Rows, planned.Shape.Columns);
        copies.Add(new WeightCopy(planned, weight, store));
        return weight;
    }

    /// <summary>True where the bytes in the file are the weight.</summary>
    private static bool IsUsable(PlannedWeight planned) => planned is { Turned: false, Scale: 1, Add: 0, Tensor.Type: { Name: "F32" } }
        && planned.Shape.Kind != SlotKind.Vector && planned.Tensor.Bytes >= LeastMappedBytes;

    private static HeadTransform? Head(Dictionary<WeightSlot, Weight> model) =>
        model.TryGetValue(WeightSlot.HeadDense, out var dense) && Norm(model, WeightSlot.HeadNormGain, WeightSlot.HeadNormShift) is { } norm
            ? new HeadTransform(dense, model.GetValueOrDefault(WeightSlot.HeadDenseBias), norm)
            : null;

    private static LayerWeights Layer(Dictionary<WeightSlot, Weight> slots, Weight none) => new()
    {
        Ln1 = Norm(slots, WeightSlot.Ln1Gain, WeightSlot.Ln1Shift),
        Ln2 = Norm(slots, WeightSlot.Ln2Gain, WeightSlot.Ln2Shift),
        Query = slots[WeightSlot.Query],
        Key = slots[WeightSlot.Key],
        Value = slots[WeightSlot.Value],
        Output = slots[WeightSlot.Output],
        QueryBias = slots.GetValueOrDefault(WeightSlot.QueryBias),
        KeyBias = slots.GetValueOrDefault(WeightSlot.KeyBias),
        ValueBias = slots.GetValueOrDefault(WeightSlot.ValueBias),
        OutputBias = slots.GetValueOrDefault(WeightSlot.OutputBias),
        QueryNorm = Norm(slots, WeightSlot.QueryNormGain, null),
        KeyNorm = Norm(slots, WeightSlot.KeyNormGain, null),
        In = slots.GetValueOrDefault(WeightSlot.In) ?? none,
        Up = slots.GetValueOrDefault(WeightSlot.Up),
        Out = slots.GetValueOrDefault(WeightSlot.Out) ?? none,
        InBias = slots.GetValueOrDefault(WeightSlot.InBias),
        UpBias = slots.GetValueOrDefault(WeightSlot.UpBias),
        OutBias = slots.GetValueOrDefault(WeightSlot.OutBias),
        AttentionBranchNorm = Norm(slots, WeightSlot.AttentionBranchNormGain, null),
        FeedForwardBranchNorm = Norm(slots, WeightSlot.FeedForwardBranchNormGain, null),
    };

    private static NormWeights? Norm(Dictionary<WeightSlot, Weight> slots, WeightSlot gain, WeightSlot? shift) =>
        slots.TryGetValue(gain, out var found) ? new NormWeights(found, shift is { } slot ? slots.GetValueOrDefault(slot) : null) : null;
}
