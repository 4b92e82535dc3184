using System.Numerics.Tensors;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>
/// For directions d', bounds of the variance of d' · e_t under a base's probabilities:
/// Σ over S of (p_t - τ)(d' · e_t - μ)² + τ V (q + (d' · (c0 - e))²), where S are the most probable tokens. Larger S, tighter bound.
/// </summary>
internal sealed class VarianceBounds
{
    private readonly PartSet set;
    private readonly Bases bases;
    private readonly ScoreMap map;
    private readonly Engine engine;
    private readonly DirectionStatics statics;
    private readonly IReadOnlyList<int> sizes;
    private readonly Dictionary<(int State, int Size), HeadTokenSet> tokenSets = [];
    private readonly float[][] variances;
    private readonly byte[][] stages;
    private float[][] means = [];
    private float[][] shifts = [];
    private (float[] Lengths, float[] Spreads)[] directions = [];
    private double[] reaches = [];

    // Used again for every block: fresh memory of this size would be cleared by the system each time.
    private float[] lensRows = [];
    private float[] tokenRows = [];
    private float[] tokenProducts = [];

    /// <summary>Bounds for the directions of <paramref name="set"/>; stage s uses S of size <paramref name="sizes"/>[s - 1], stage 0 none.</summary>
    public VarianceBounds(PartSet set, Bases bases, ScoreMap map, Engine engine, DirectionStatics statics, IReadOnlyList<int> sizes)
    {
        this.set = set;
        this.bases = bases;
        this.map = map;
        this.engine = engine;
        this.statics = statics;
        this.sizes = sizes;
        variances = [.. set.Layers.Select(layer => Filled(set.DirectionsOf(layer)))];
        stages = [.. set.Layers.Select(layer => new byte[set.DirectionsOf(layer)])];
    }

    /// <summary>By how much a score with this factor (s* included) can lie below its first-order value.</summary>
    public double Gap(PartPlace place, double factor)
    {
        var reach = Math.Abs(factor) * directions[place.Block].Lengths[place.Direction] * reaches[place.Block];
        return JensenGap.Of(reach, factor * factor * variances[place.Block][place.Direction]);
    }

    /// <summary>Tightens the bounds of the directions at some places (ascending) to a stage.</summary>
    public void Refine(int stage, ReadOnlySpan<PartPlace> places, CancellationToken cancel)
    {
        if (directions.Length == 0)
        {
            Begin(cancel);
        }

        var wanted = new SortedDictionary<int, List<int>>();
        foreach (var place in places)
        {
            if (stages[place.Block][place.Direction] <= stage)
            {
                stages[place.Block][place.Direction] = (byte)(stage + 1);
                if (!wanted.TryGetValue(place.Block, out var list))
                {
                    wanted[place.Block] = list = [];
                }

                list.Add(place.Direction);
            }
        }

        foreach (var (block, list) in wanted)
        {
            Tighten(block, list, stage == 0 ? 0 : sizes[stage - 1], cancel);
        }
    }

    private static float[] Filled(int count)
    {
        var values = new float[count];
        values.AsSpan().Fill(float.PositiveInfinity);
        return values;
    }

    private void Begin(CancellationToken cancel)
    {
        var rows = statics.Rows(cancel);
        var centres = set.Layers.Select(layer => bases.Mean(map.StateOf(set.BranchOf(layer)))).ToArray();
        means = WriteProducts.OfDirections(set, bases.Readout, centres, engine.Threads, cancel);
        var away = centres.Select(mean => Minus(rows.Centre, mean)).ToArray();
        shifts = WriteProducts.OfDirections(set, bases.Readout, away, engine.Threads, cancel);
        reaches = [.. away.Select(difference => rows.Radius + TensorPrimitives.Norm<float>(difference))];
        directions = [.. set.Layers.Select(layer => set.Statics(layer, statics, cancel))];
    }

    private void Tighten(int block, List<int> list, int size, CancellationToken cancel)
    {
        var state = map.StateOf(set.BranchOf(set.Layers[block]));
        var tokens = TokensOf(state, size);
        var products = tokens.Tokens.Length == 0 ? [] : Products(set.Layers[block], list, tokens, cancel);
        for (var index = 0; index < list.Count; index++)
        {
            var direction = list[index];
            var sum = 0.0;
            for (var token = 0; token < tokens.Tokens.Length; token++)
            {
                var difference = products[(index * tokens.Tokens.Length) + token] - means[block][direction];
                sum += (double)tokens.Weights[token] * difference * difference;
            }

            var shift = (double)shifts[block][direction];
            sum += tokens.Rest * bases.Tokens * (directions[block].Spreads[direction] + (shift * shift));
            variances[block][direction] = Math.Min(variances[block][direction], (float)(sum * (1 + 1e-6)));
        }
    }

    /// <summary>d' · e_t of some directions and the tokens of a set, [directions, h]; valid until the next call.</summary>
    private ReadOnlySpan<float> Products(int layer, List<int> list, HeadTokenSet tokens, CancellationToken cancel)
    {
        var width = bases.Readout.Width;
        var lens = Room(ref lensRows, list.Count * width);
        var options = new ParallelOptions { MaxDegreeOfParallelism = engine.Threads, CancellationToken = cancel };
        Parallel.For(0, list.Count, options, index =>
        {
            var stream = new float[width];
            set.FillStream(layer, list[index], stream);
            bases.Readout.ToLens(stream, lens.AsSpan(index * width, width));
        });
        var rows = Room(ref tokenRows, tokens.Tokens.Length * width).AsSpan(0, tokens.Tokens.Length * width);
        for (var token = 0; token < tokens.Tokens.Length; token++)
        {
            bases.Readout.Token(tokens.Tokens[token]).CopyTo(rows[(token * width)..]);
        }

        var products = Room(ref tokenProducts, list.Count * tokens.Tokens.Length).AsSpan(0, list.Count * tokens.Tokens.Length);
        engine.Products.ByRows(lens.AsSpan(0, list.Count * width), rows, products, width, cancel);
        return products;
    }

    private static float[] Room(ref float[] scratch, int length) => scratch = scratch.Length < length ? new float[length] : scratch;

    private HeadTokenSet TokensOf(int state, int size)
    {
        if (!tokenSets.TryGetValue((state, size), out var tokens))
        {
            // Under equal probabilities any set leaves τ as it is: the spread alone is the variance.
            tokens = HeadTokenSet.Of(bases.Probabilities(state), state == StreamStates.Uniform ? 0 : size);
            tokenSets[(state, size)] = tokens;
        }

        return tokens;
    }

    private static float[] Minus(float[] left, float[] right)
    {
        var difference = new float[left.Length];
        TensorPrimitives.Subtract(left, right, difference);
        return difference;
    }
}
