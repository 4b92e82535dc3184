using System.Collections;
using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>
/// The exact N greatest and N smallest scores of many candidates from few exact evaluations. Upper bounds decide which candidates
/// can still be among the greatest, lower bounds which among the smallest; the lists are proved when no candidate is open.
/// </summary>
/// <remarks>Any valid bounds give the same lists; how tight they are decides the work.</remarks>
internal sealed class CertifiedSelection
{
    // Float32 bounds may fall short of exact scores by rounding.
    private const double Slack = 2e-6;
    private const int GreatestBatch = 32;

    // So few rows take as long as one: the unembedding has to be read once.
    private const int FewRows = 8;

    private readonly ICandidates candidates;
    private readonly EvaluationBudget budget;
    private readonly Tail top;
    private readonly Tail bottom;
    private readonly float[] upper;
    private readonly BitArray known;
    private readonly int batch;
    private readonly int fewest;
    private float[] lower = [];

    private CertifiedSelection(ICandidates candidates, float[] upper, int top, int bottom, int? maxEvaluations, int batch)
    {
        this.candidates = candidates;
        this.batch = batch;
        fewest = Math.Min(FewRows, batch);
        budget = new EvaluationBudget(maxEvaluations);
        this.top = new Tail(Math.Min(top, candidates.Count), smallest: false);
        this.bottom = new Tail(Math.Min(bottom, candidates.Count), smallest: true);
        this.upper = upper;
        known = new BitArray(candidates.Count);
    }

    /// <summary>Finds both lists.</summary>
    /// <param name="candidates">Bounds and exact scores.</param>
    /// <param name="top">Length of the list of greatest scores; capped at the number of candidates.</param>
    /// <param name="bottom">Length of the list of smallest scores; capped likewise.</param>
    /// <param name="maxEvaluations">Stops early after so many projected rows; null = when proved.</param>
    /// <param name="cancel">Cancels.</param>
    /// <param name="batch">Most candidates that are evaluated at once when few remain open; changes only the work.</param>
    public static SelectedTails Run(ICandidates candidates, int top, int bottom, int? maxEvaluations, CancellationToken cancel, int batch = GreatestBatch)
    {
        var selection = new CertifiedSelection(candidates, candidates.UpperBounds(cancel), top, bottom, maxEvaluations, batch);
        selection.TakeEmptyParts();
        selection.SelectTop(cancel);
        selection.SelectBottom(cancel);
        return selection.Result();
    }

    private void TakeEmptyParts()
    {
        for (var candidate = 0; candidate < upper.Length; candidate++)
        {
            if (float.IsNaN(upper[candidate]))
            {
                known[candidate] = true;
                var score = candidates.EmptyScore(candidate);
                top.Add(candidate, score);
                bottom.Add(candidate, score);
            }
        }
    }

    /// <summary>Evaluates until no candidate can pass the last of the top list.</summary>
    private void SelectTop(CancellationToken cancel)
    {
        if (top.Length == 0)
        {
            return;
        }

        // Scores never exceed their upper bounds: the N greatest bounds must be evaluated whatever comes.
        var share = bottom.Length == 0 ? int.MaxValue : (int)((long)budget.Limit * top.Length / (top.Length + bottom.Length));
        var first = Extremes(Math.Max(top.Length, fewest), smallest: false).Where(IsOpenAbove);
        Evaluate([.. first.Take(budget.LeftOf(share))], cancel);
        var open = Open(IsOpenAbove);
        open.Sort((left, right) => upper[left] != upper[right] ? upper[right].CompareTo(upper[left]) : left.CompareTo(right));
        var next = 0;
        for (var most = fewest; next < open.Count && IsOpenAbove(open[next]) && budget.LeftOf(share) > 0; most = Math.Min(2 * most, batch))
        {
            var count = Math.Min(BatchOf(open.Skip(next).TakeWhile(IsOpenAbove).Take(4 * batch).Count(), most), budget.LeftOf(share));
            Evaluate([.. open.GetRange(next, count)], cancel);
            next += count;
        }
    }

    /// <summary>Evaluates until no candidate can pass the last of the bottom list.</summary>
    private void SelectBottom(CancellationToken cancel)
    {
        if (bottom.Length == 0)
        {
            return;
        }

        // A small upper bound means a small score: these make a sharp threshold before any lower bound is needed.
        var first = Extremes(Math.Max(bottom.Length, fewest), smallest: true);
        Evaluate([.. first.Take(budget.LeftOf(int.MaxValue))], cancel);
        var open = Open(candidate => !known[candidate]);
        lower = new float[candidates.Count];
        for (var stage = 0; stage <= candidates.HeadTokens.Count && open.Count > 0; stage++)
        {
            Refine(open, stage, cancel);
            open.RemoveAll(candidate => !IsOpenBelow(candidate));
        }

        open.Sort((left, right) => lower[left] != lower[right] ? lower[left].CompareTo(lower[right]) : left.CompareTo(right));
        while (open.Count > 0 && budget.LeftOf(int.MaxValue) > 0)
        {
            // Lower bounds are loose: nearly all that are open have to be evaluated.
            Evaluate([.. open.Take(Math.Min(2 * batch, budget.LeftOf(int.MaxValue)))], cancel);
            open.RemoveAll(candidate => known[candidate] || !IsOpenBelow(candidate));
        }
    }

    private void Refine(List<int> some, int stage, CancellationToken cancel)
    {
        var indices = some.ToArray();
        var bounds = new float[indices.Length];
        candidates.LowerBounds(stage, indices, bounds, cancel);
        for (var index = 0; index < indices.Length; index++)
        {
            var candidate = indices[index];
            lower[candidate] = stage == 0 ? bounds[index] : Math.Max(lower[candidate], bounds[index]);
        }
    }

    private void Evaluate(ReadOnlySpan<int> some, CancellationToken cancel)
    {
        if (some.IsEmpty)
        {
            return;
        }

        var scores = new double[some.Length];
        budget.Spend(candidates.Evaluate(some, scores, cancel));
        for (var index = 0; index < some.Length; index++)
        {
            known[some[index]] = true;
            top.Add(some[index], scores[index]);
            bottom.Add(some[index], scores[index]);
        }
    }

    /// <summary>The N unknown candidates with the greatest or smallest upper bounds.</summary>
    private int[] Extremes(int length, bool smallest)
    {
        var tail = new Tail(length, smallest);
        for (var candidate = 0; candidate < upper.Length; candidate++)
        {
            if (!known[candidate])
            {
                tail.Add(candidate, upper[candidate]);
            }
        }

        return [.. tail.Entries.Select(entry => entry.Candidate)];
    }

    private List<int> Open(Func<int, bool> isOpen)
    {
        var open = new List<int>();
        for (var candidate = 0; candidate < upper.Length; candidate++)
        {
            if (isOpen(candidate))
            {
                open.Add(candidate);
            }
        }

        return open;
    }

    private bool IsOpenAbove(int candidate) => !known[candidate] && !(upper[candidate] < Eased(top.Threshold, -1));

    private bool IsOpenBelow(int candidate) => !(lower[candidate] > Eased(bottom.Threshold, 1));

    private static double Eased(double threshold, int direction) =>
        double.IsInfinity(threshold) ? threshold : threshold + (direction * Slack * Math.Abs(threshold));

    // Each evaluation may close others. Few at first, and a quarter of those that are open, keep needless projections rare.
    private int BatchOf(int open, int most) => Math.Min(open, Math.Clamp((open + 3) / 4, fewest, most));

    /// <summary>By how much an open candidate could still pass the last one listed; null when none is open.</summary>
    private double? TopGap() =>
        top.Length > 0 && Open(IsOpenAbove) is { Count: > 0 } open ? Math.Max(0, open.Max(candidate => upper[candidate]) - top.Last) : null;

    /// <summary>The same of the other list.</summary>
    private double? BottomGap() =>
        bottom.Length > 0 && Open(candidate => !known[candidate] && IsOpenBelow(candidate)) is { Count: > 0 } open
            ? Math.Max(0, bottom.Last - open.Min(candidate => lower[candidate]))
            : null;

    private SelectedTails Result()
    {
        var (topGap, bottomGap) = (TopGap(), BottomGap());
        var certified = topGap is null && bottomGap is null;
        var certificate = new Certificate
        {
            Certified = certified,
            Bound = "jensenVariance",
            Candidates = candidates.Count,
            ExactEvaluations = budget.Used,
            HeadTokens = bottom.Length == 0 ? [] : candidates.HeadTokens,
            TopGap = certified ? null : Finite(topGap ?? 0),
            BottomGap = certified ? null : Finite(bottomGap ?? 0),
        };
        return SelectedTails.Of(top, bottom, certificate);
    }

    // An empty list has no last entry to pass.
    private static double? Finite(double gap) => double.IsFinite(gap) ? gap : null;
}
