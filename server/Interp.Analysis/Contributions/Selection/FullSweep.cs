using Interp.Numerics;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>Every direction of a part set against the whole vocabulary, block by block.</summary>
internal sealed class FullSweep(PartSet set, ExactEvaluator exact, ScoreMap map, ScoreKind kind, Engine engine, IProgress<AnalysisProgress>? progress)
{
    private const int DirectionsAtOnce = 512;

    /// <summary>Rows that a sweep projects: all directions.</summary>
    public static long ExpectedRows(PartSet set) => set.Layers.Sum(layer => (long)set.DirectionsOf(layer));

    /// <summary>Sweeps. Cost: 2 D V floating-point operations a direction.</summary>
    public SelectedTails Run(int top, int bottom, CancellationToken cancel)
    {
        var selection = new ScoredSelection(Math.Min(top, set.Count), Math.Min(bottom, set.Count));
        var rows = 0;
        var done = 0L;
        var throttle = new Throttle(progress, set.Stage, ExpectedRows(set));
        throttle.Report(0);
        foreach (var layer in set.Layers)
        {
            for (var first = 0; first < set.DirectionsOf(layer); first += DirectionsAtOnce)
            {
                var count = Math.Min(DirectionsAtOnce, set.DirectionsOf(layer) - first);
                var scores = new double[count * set.SlotsOf(layer)];
                rows += Evaluate(layer, first, count, scores, cancel);
                selection.Add(scores);
                throttle.Report(done += count);
            }
        }

        return selection.Result("sweep", rows);
    }

    private int Evaluate(int layer, int first, int count, double[] scores, CancellationToken cancel)
    {
        var batch = new RowBatch(exact.Bases.Readout, count);
        batch.Reserve(count);
        var options = new ParallelOptions { MaxDegreeOfParallelism = engine.Threads, CancellationToken = cancel };
        Parallel.For(0, count, options, index =>
        {
            var stream = new float[exact.Bases.Readout.Width];
            set.FillStream(layer, first + index, stream);
            batch.Fill(index, stream);
        });
        if (kind is ScoreKind.Rank or ScoreKind.CoefficientRank)
        {
            FillRanks(layer, first, batch, scores, cancel);
        }
        else
        {
            FillIncreases(layer, first, batch, scores, cancel);
        }

        return count;
    }

    private void FillIncreases(int layer, int first, RowBatch batch, double[] scores, CancellationToken cancel)
    {
        var slots = set.SlotsOf(layer);
        var state = map.StateOf(set.BranchOf(layer));
        var places = new List<int>();
        for (var index = 0; index < scores.Length; index++)
        {
            var (row, slot) = Math.DivRem(index, slots);
            var factor = set.Factor(layer, first + row, slot);
            if (factor == 0)
            {
                scores[index] = map.Score(state, 0);
            }
            else
            {
                places.Add(index);
                batch.Want(row, factor, state);
            }
        }

        var numbers = exact.Evaluate(batch, cancel);
        for (var entry = 0; entry < numbers.Length; entry++)
        {
            var increase = numbers[entry].Increase - (exact.Bases.Contrast is null ? 0 : numbers[entry].IncreaseContrast);
            scores[places[entry]] = map.Score(state, increase);
        }
    }

    private void FillRanks(int layer, int first, RowBatch batch, double[] scores, CancellationToken cancel)
    {
        var targetRow = exact.Bases.Readout.Token(exact.Bases.Target);
        var targets = new float[batch.Rows];
        var negative = new bool[batch.Rows];
        for (var row = 0; row < batch.Rows; row++)
        {
            targets[row] = (float)RowProducts.DotDouble(batch.LensRow(row), targetRow);
            negative[row] = set.Coefficient(layer, first + row, 0) < 0;
        }

        var visitor = new RankVisitor(targets, negative, SameAsTarget(), engine.Vocabulary.Threads);
        engine.Vocabulary.Multiply(batch.Lens, batch.Rows, visitor, cancel);
        for (var row = 0; row < batch.Rows; row++)
        {
            var coefficient = Math.Abs(set.Coefficient(layer, first + row, 0));
            var size = kind == ScoreKind.CoefficientRank ? coefficient : 1;
            scores[row] = coefficient == 0 ? 0 : (double)size / visitor.Rank(row);
        }
    }

    private bool[] SameAsTarget()
    {
        var unembedding = engine.Vocabulary.Unembedding;
        var target = unembedding.Row(exact.Bases.Target);
        var same = new bool[unembedding.Rows];
        for (var token = 0; token < same.Length; token++)
        {
            same[token] = unembedding.Row(token).SequenceEqual(target);
        }

        return same;
    }
}
