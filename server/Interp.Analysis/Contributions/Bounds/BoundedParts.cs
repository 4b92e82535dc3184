using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>The candidates of a part set with first-order upper bounds, variance lower bounds, and exact scores.</summary>
internal sealed class BoundedParts : ICandidates
{
    private const int CandidatesAtOnce = 1 << 16;
    private readonly PartSet set;
    private readonly PartEvaluator evaluator;
    private readonly ScoreMap map;
    private readonly Engine engine;
    private readonly Readout readout;
    private readonly VarianceBounds variances;
    private float[][] firstOrder = [];
    private float[]? upper;

    /// <summary>Candidates of <paramref name="set"/> in a linear mode.</summary>
    public BoundedParts(PartSet set, PartEvaluator evaluator, ScoreMap map, Engine engine, DirectionStatics statics)
    {
        this.set = set;
        this.evaluator = evaluator;
        this.map = map;
        this.engine = engine;
        readout = evaluator.Bases.Readout;

        // Any sizes are right. With more than a thousand tokens a bound costs as much as the projection that it may save.
        HeadTokens = [.. ((int[])[32, 256, 1024]).Select(size => Math.Min(size, evaluator.Bases.Tokens)).Distinct()];
        variances = new VarianceBounds(set, evaluator.Bases, map, engine, statics, HeadTokens);
    }

    /// <inheritdoc/>
    public int Count => set.Count;

    /// <inheritdoc/>
    public IReadOnlyList<int> HeadTokens { get; }

    /// <inheritdoc/>
    public float[] UpperBounds(CancellationToken cancel) => upper ??= ComputeUpper(cancel);

    /// <inheritdoc/>
    public double EmptyScore(int candidate) => map.Score(map.StateOf(set.BranchOf(set.PlaceOf(candidate).Layer)), 0);

    /// <inheritdoc/>
    public void LowerBounds(int stage, ReadOnlySpan<int> candidates, Span<float> lower, CancellationToken cancel)
    {
        // In pieces: attention neurons of a long prompt are millions.
        for (var first = 0; first < candidates.Length; first += CandidatesAtOnce)
        {
            var count = Math.Min(CandidatesAtOnce, candidates.Length - first);
            LowerBoundsOfSome(stage, candidates.Slice(first, count), lower.Slice(first, count), cancel);
        }
    }

    /// <inheritdoc/>
    public int Evaluate(ReadOnlySpan<int> candidates, Span<double> scores, CancellationToken cancel) => evaluator.Evaluate(candidates, scores, cancel);

    private float[] ComputeUpper(CancellationToken cancel)
    {
        var bounds = new float[set.Count];
        var branches = set.Layers.Select(set.BranchOf).ToArray();
        var readers = branches.Select(branch => Difference(evaluator.Bases.Mean(map.StateOf(branch)))).ToArray();
        firstOrder = WriteProducts.OfDirections(set, readout, readers, engine.Threads, cancel);
        for (var block = 0; block < branches.Length; block++)
        {
            FillUpper(block, map.StateOf(branches[block]), bounds.AsSpan(set.Offset(block)..set.Offset(block + 1)));
        }

        return bounds;
    }

    private void LowerBoundsOfSome(int stage, ReadOnlySpan<int> candidates, Span<float> lower, CancellationToken cancel)
    {
        var places = new PartPlace[candidates.Length];
        for (var index = 0; index < places.Length; index++)
        {
            places[index] = set.PlaceOf(candidates[index]);
        }

        variances.Refine(stage, places, cancel);
        for (var index = 0; index < places.Length; index++)
        {
            var place = places[index];
            var factor = set.Factor(place.Layer, place.Direction, place.Slot) / readout.Scale;
            var gap = variances.Gap(place, factor);
            var state = map.StateOf(set.BranchOf(place.Layer));
            lower[index] = (float)map.Score(state, (factor * firstOrder[place.Block][place.Direction]) - gap);
        }
    }

    private void FillUpper(int block, int state, Span<float> bounds)
    {
        var layer = set.Layers[block];
        var slots = set.SlotsOf(layer);
        var divisor = readout.Scale * set.Point.DivisorOf(set.BranchOf(layer));
        var next = 0;
        for (var direction = 0; direction < firstOrder[block].Length; direction++)
        {
            for (var slot = 0; slot < slots; slot++)
            {
                var coefficient = set.Coefficient(layer, direction, slot);
                bounds[next++] = coefficient == 0
                    ? float.NaN
                    : (float)map.Score(state, coefficient / divisor * firstOrder[block][direction]);
            }
        }
    }

    // e_w - e.
    private float[] Difference(float[] mean)
    {
        var difference = readout.Token(evaluator.Bases.Target).ToArray();
        System.Numerics.Tensors.TensorPrimitives.Subtract(difference, mean, difference);
        return difference;
    }
}
