using Interp.Numerics;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>Computes the statics of a model. Cost: 2 V D² + 2 D² L (F + H K) floating-point operations.</summary>
internal sealed class StaticsBuilder(Engine engine, Readout readout, CancellationToken cancel)
{
    private const int RowsAtOnce = 512;

    // Lengths and spreads are upper bounds: rounding must not make them smaller than they are.
    private const float Margin = 1 + 1e-5f;

    /// <summary>Everything but the statics of whole heads.</summary>
    public ContributionStatics Build()
    {
        var centre = Centre();
        var moments = Moments(centre);
        var layers = readout.Model.Spec.Layers;
        var feedForward = Enumerable.Range(0, layers).Select(layer => OfRows(layer, isAttention: false, moments)).ToArray();
        var attention = Enumerable.Range(0, layers).Select(layer => OfRows(layer, isAttention: true, moments)).ToArray();
        return new ContributionStatics
        {
            Centre = centre,
            Radius = Radius(centre) * Margin,
            FeedForwardLengths = [.. feedForward.Select(layer => layer.Lengths)],
            FeedForwardSpreads = [.. feedForward.Select(layer => layer.Spreads)],
            AttentionLengths = [.. attention.Select(layer => layer.Lengths)],
            AttentionSpreads = [.. attention.Select(layer => layer.Spreads)],
        };
    }

    /// <summary>The statics of whole heads.</summary>
    public HeadStatics BuildHeads(float[] centre)
    {
        var moments = Moments(centre);
        var layers = readout.Model.Spec.Layers;
        var lengths = new float[layers][];
        var spreads = new float[layers][];
        for (var layer = 0; layer < layers; layer++)
        {
            (lengths[layer], spreads[layer]) = OfHeads(layer, moments);
        }

        return new HeadStatics { Lengths = lengths, Spreads = spreads };
    }

    private int Width => readout.Width;

    private float[] Centre()
    {
        var centre = new float[Width];
        var tokens = engine.Vocabulary.Unembedding.Rows;
        engine.Vocabulary.WeightedSums((_, _, weights) => weights.Fill(1f / tokens), 1, centre, cancel);
        return centre;
    }

    private double Radius(float[] centre)
    {
        var unembedding = engine.Vocabulary.Unembedding;
        var greatest = new double[engine.Threads];
        var options = new ParallelOptions { MaxDegreeOfParallelism = engine.Threads, CancellationToken = cancel };
        Parallel.For(0, engine.Threads, options, worker =>
        {
            for (var token = worker; token < unembedding.Rows; token += engine.Threads)
            {
                greatest[worker] = Math.Max(greatest[worker], Math.Sqrt(DistanceSquared(unembedding.Row(token), centre)));
            }
        });
        return greatest.Max();
    }

    private static double DistanceSquared(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var distance = System.Numerics.Tensors.TensorPrimitives.Distance(left, right);
        return (double)distance * distance;
    }

    /// <summary>M0 = mean of (e_t - c0)ᵀ (e_t - c0), [D, D]: row i is the sum of e_t weighted by its centred entry i.</summary>
    private float[] Moments(float[] centre)
    {
        var moments = new float[Width * Width];
        var unembedding = engine.Vocabulary.Unembedding;
        var each = 1f / unembedding.Rows;
        engine.Vocabulary.WeightedSums(
            (firstToken, tokens, weights) =>
            {
                for (var token = 0; token < tokens; token++)
                {
                    var row = unembedding.Row(firstToken + token);
                    for (var entry = 0; entry < row.Length; entry++)
                    {
                        weights[(entry * tokens) + token] = (row[entry] - centre[entry]) * each;
                    }
                }
            },
            Width,
            moments,
            cancel);
        return moments;
    }

    private (float[] Lengths, float[] Spreads) OfRows(int layer, bool isAttention, float[] moments)
    {
        var branch = new Branch(layer, isAttention, readout.Model, StreamStates.Zero);
        var lengths = new float[branch.Rows.Rows];
        var spreads = new float[branch.Rows.Rows];
        for (var first = 0; first < lengths.Length; first += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, lengths.Length - first);
            var lens = LensRows(branch, first, count);
            var turned = new float[lens.Length];
            engine.Products.ByRows(lens, moments, turned, Width, cancel);
            for (var row = 0; row < count; row++)
            {
                var direction = lens.AsSpan(row * Width, Width);
                lengths[first + row] = (float)Math.Sqrt(RowProducts.DotDouble(direction, direction)) * Margin;
                spreads[first + row] = (float)Math.Max(0, RowProducts.DotDouble(direction, turned.AsSpan(row * Width, Width))) * Margin;
            }
        }

        return (lengths, spreads);
    }

    private (float[] Lengths, float[] Spreads) OfHeads(int layer, float[] moments)
    {
        var spec = readout.Model.Spec;
        var branch = new Branch(layer, isAttention: true, readout.Model, StreamStates.Zero);
        var size = spec.HeadWidth * spec.HeadWidth;
        var lengths = new float[spec.Heads * size];
        var spreads = new float[spec.Heads * size];
        for (var head = 0; head < spec.Heads; head++)
        {
            var lens = LensRows(branch, head * spec.HeadWidth, spec.HeadWidth);
            var turned = new float[lens.Length];
            engine.Products.ByRows(lens, moments, turned, Width, cancel);
            engine.Products.ByRows(lens, lens, lengths.AsSpan(head * size, size), Width, cancel);
            engine.Products.ByRows(turned, lens, spreads.AsSpan(head * size, size), Width, cancel);
        }

        return (lengths, spreads);
    }

    private float[] LensRows(Branch branch, int first, int count)
    {
        var lens = new float[count * Width];
        var options = new ParallelOptions { MaxDegreeOfParallelism = engine.Threads, CancellationToken = cancel };
        Parallel.For(0, count, options, row =>
        {
            var stream = new float[Width];
            branch.ToStream(branch.Rows.Row(first + row), stream);
            readout.ToLens(stream, lens.AsSpan(row * Width, Width));
        });
        return lens;
    }
}
