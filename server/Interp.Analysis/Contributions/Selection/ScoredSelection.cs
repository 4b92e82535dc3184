using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>Both lists of a level whose scores are all at hand, one after the other.</summary>
internal sealed class ScoredSelection(int top, int bottom)
{
    private readonly Tail greatest = new(top, smallest: false);
    private readonly Tail smallest = new(bottom, smallest: true);
    private int count;

    /// <summary>Takes the next candidate's score.</summary>
    public void Add(double score)
    {
        greatest.Add(count, score);
        smallest.Add(count, score);
        count++;
    }

    /// <summary>Takes the scores of the next candidates.</summary>
    public void Add(ReadOnlySpan<double> scores)
    {
        foreach (var score in scores)
        {
            Add(score);
        }
    }

    /// <summary>The lists, certified by <paramref name="bound"/>.</summary>
    public SelectedTails Result(string bound, int exactEvaluations) => SelectedTails.Of(
        greatest,
        smallest,
        new Certificate { Certified = true, Bound = bound, Candidates = count, ExactEvaluations = exactEvaluations });
}
