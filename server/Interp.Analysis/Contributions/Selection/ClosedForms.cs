using Interp.Numerics;

namespace Interp.Analysis.Contributions;

/// <summary>Scores of neurons that need no projection.</summary>
internal static class ClosedForms
{
    /// <summary>Both lists by length of the direction, size of the coefficient, or length of the part.</summary>
    public static SelectedTails Select(PartSet set, ScoreKind kind, int top, int bottom, int threads, CancellationToken cancel)
    {
        var selection = new ScoredSelection(Math.Min(top, set.Count), Math.Min(bottom, set.Count));
        foreach (var layer in set.Layers)
        {
            var scores = new double[set.DirectionsOf(layer)];
            var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
            Parallel.For(0, scores.Length, options, direction => scores[direction] = Score(set, kind, layer, direction));
            selection.Add(scores);
        }

        return selection.Result("closedForm", 0);
    }

    /// <summary>The score of one neuron.</summary>
    public static double Score(PartSet set, ScoreKind kind, int layer, int direction)
    {
        var coefficient = Math.Abs((double)set.Coefficient(layer, direction, 0));
        if (kind == ScoreKind.Coefficient)
        {
            return coefficient;
        }

        var stream = new float[set.BranchOf(layer).Rows.Columns];
        set.FillStream(layer, direction, stream);
        var length = Math.Sqrt(RowProducts.DotDouble(stream, stream));
        return kind == ScoreKind.Norm ? length : length * Math.Abs(set.Factor(layer, direction, 0));
    }
}
