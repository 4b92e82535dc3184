namespace Interp.Analysis.Contributions;

/// <summary>The N best of the scores seen so far: the greatest, or with <paramref name="smallest"/> the smallest; equal scores by number.</summary>
internal sealed class Tail(int length, bool smallest)
{
    private readonly SortedSet<(double Key, int Candidate)> best = [];
    private readonly int length = length;

    /// <summary>True when N scores are kept.</summary>
    public bool IsFull => best.Count >= length;

    /// <summary>N.</summary>
    public int Length => length;

    /// <summary>The last of the kept scores when there are N of them, else infinitely bad.</summary>
    public double Threshold => !IsFull ? (smallest ? double.PositiveInfinity : double.NegativeInfinity) : ScoreOf(best.Max.Key);

    /// <summary>The last of the kept scores; not-a-number while there are none.</summary>
    public double Last => best.Count == 0 ? double.NaN : ScoreOf(best.Max.Key);

    /// <summary>What is kept, best first.</summary>
    public IEnumerable<(int Candidate, double Score)> Entries => best.Select(entry => (entry.Candidate, ScoreOf(entry.Key)));

    /// <summary>Considers a score.</summary>
    public void Add(int candidate, double score)
    {
        if (length == 0)
        {
            return;
        }

        // Keys ascend from best to worst, so that the set's own order is the list's order.
        var entry = (smallest ? score : -score, candidate);
        if (!IsFull)
        {
            best.Add(entry);
        }
        else if (entry.CompareTo(best.Max) < 0)
        {
            best.Remove(best.Max);
            best.Add(entry);
        }
    }

    private double ScoreOf(double key) => smallest ? key : -key;
}
