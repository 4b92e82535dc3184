using System.Numerics.Tensors;
using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>Scores of all feed-forward neurons below the value neurons, as what excited them.</summary>
internal sealed class QueryNeuronScores
{
    private readonly ContributionRun run;
    private readonly IReadOnlyList<WeightedReader> readers;
    private readonly int layers;

    // Scores by layer, read position and neuron.
    private readonly Dictionary<(int Layer, int Position), float[]> scores = [];

    private QueryNeuronScores(ContributionRun run, IReadOnlyList<WeightedReader> readers)
    {
        this.run = run;
        this.readers = readers;
        layers = readers.Count == 0 ? 0 : readers.Max(reader => reader.Layer);
    }

    /// <summary>Both tails. Cost: 2 D F floating-point operations a layer and read position.</summary>
    public static QueryNeurons Compute(ContributionRun run, IReadOnlyList<WeightedReader> readers, int count)
    {
        var analysis = new QueryNeuronScores(run, readers);
        for (var layer = 0; layer < analysis.layers; layer++)
        {
            analysis.Score(layer);
        }

        var selection = new ScoredSelection(count, count);
        for (var layer = 0; layer < analysis.layers; layer++)
        {
            selection.Add(analysis.Totals(layer));
        }

        var tails = selection.Result("closedForm", 0);
        var words = analysis.Words([.. tails.Top, .. tails.Bottom]);
        QueryNeuron[] Rows(int[] list) => [.. list.Select(candidate => analysis.Row(candidate, tails.Scores[candidate], words))];
        return new QueryNeurons { Top = Rows(tails.Top), Bottom = Rows(tails.Bottom) };
    }

    private void Score(int layer)
    {
        var branch = run.Point.FeedForward(layer);
        foreach (var group in readers.Where(reader => reader.Layer > layer).GroupBy(reader => reader.Position).OrderBy(group => group.Key))
        {
            var sum = new float[run.Readout.Width];
            foreach (var reader in group)
            {
                TensorPrimitives.Add(sum, reader.Vector, sum);
            }

            var products = WriteProducts.OfRows([branch], [sum], run.Engine.Threads, run.Cancel)[0];
            TensorPrimitives.Multiply(products, run.Point.Post(layer, group.Key), products);
            TensorPrimitives.Divide(products, (float)Divisor(branch, group.Key), products);
            scores[(layer, group.Key)] = products;
        }
    }

    private double Divisor(Branch branch, int position) => branch.HasNorm ? branch.DivisorOf(run.Point.Post(branch.Layer, position)) : 1;

    private double[] Totals(int layer)
    {
        var totals = new double[run.Spec.FfWidth];
        foreach (var position in PositionsOf(layer))
        {
            var parts = scores[(layer, position)];
            for (var neuron = 0; neuron < totals.Length; neuron++)
            {
                totals[neuron] += parts[neuron];
            }
        }

        return totals;
    }

    private IEnumerable<int> PositionsOf(int layer) => scores.Keys.Where(key => key.Layer == layer).Select(key => key.Position).Order();

    private QueryNeuron Row(int candidate, double score, Dictionary<int, WordPair> words)
    {
        var (layer, neuron) = Math.DivRem(candidate, run.Spec.FfWidth);
        var pair = words.GetValueOrDefault(candidate);
        return new QueryNeuron { Layer = layer, Neuron = neuron, Score = score, Raised = pair?.Raised, Lowered = pair?.Lowered };
    }

    private Dictionary<int, WordPair> Words(int[] candidates)
    {
        if (run.Plan.Words == 0)
        {
            return [];
        }

        int[] listed = [.. candidates.Distinct()];
        var batch = new RowBatch(run.Readout, listed.Length);
        var stream = new float[run.Readout.Width];
        foreach (var candidate in listed)
        {
            var (layer, neuron) = Math.DivRem(candidate, run.Spec.FfWidth);
            var branch = run.Point.FeedForward(layer);

            // Where it was read from at several positions, the one that gives most of its score has the say.
            var position = PositionsOf(layer).MaxBy(place => Math.Abs(scores[(layer, place)][neuron]));
            branch.ToStream(branch.Rows.Row(neuron), stream);
            batch.Add(stream, run.Point.Post(layer, position)[neuron] / Divisor(branch, position), StreamStates.Zero);
        }

        var pairs = WordFinder.Find(batch, run.Plan.Words, run);
        return listed.Zip(pairs).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}
