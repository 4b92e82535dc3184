using Interp.Models.Families;

namespace Interp.Models.Reading;

/// <summary>Turns a plan into weights in memory: in the one layout and the precision asked for, in parallel.</summary>
internal static class WeightReading
{
    /// <summary>Reads all weights of <paramref name="plan"/> into <paramref name="store"/> on <paramref name="threads"/> threads.</summary>
    /// <exception cref="Interp.Contracts.InterpException">OutOfMemory; ModelUnsupported: a number that the precision has no place for.</exception>
    /// <exception cref="OperationCanceledException">As asked.</exception>
    public static ModelWeights Read(
        WeightPlan plan, ModelSpec spec, WeightPrecision precision, WeightStore store, int threads, CancellationToken cancel)
    {
        var placement = new WeightPlacement(precision, store);
        AvailableMemory.Check(plan.Layers.Prepend(plan.Model).Sum(slots => slots.Sum(entry => placement.BytesFor(entry.Key, entry.Value))), precision);
        var model = plan.Model.ToDictionary(entry => entry.Key, entry => placement.Place(entry.Key, entry.Value));
        var layers = plan.Layers.Select(layer => layer.ToDictionary(entry => entry.Key, entry => placement.Place(entry.Key, entry.Value))).ToArray();
        ParallelPieces.Run(placement.Copies.SelectMany(copy => copy.Pieces()).ToArray(), threads, cancel);
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
