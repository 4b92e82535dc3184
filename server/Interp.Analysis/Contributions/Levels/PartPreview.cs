using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>Lists of a level by first-order scores, which need no projection: what can be shown while the lists are being proved.</summary>
internal static class PartPreview
{
    /// <summary>Both lists; the score of a part is its first-order score.</summary>
    /// <param name="run">The request's work.</param>
    /// <param name="set">The candidates.</param>
    /// <param name="bounded">Their upper bounds, which are their first-order scores.</param>
    /// <param name="top">Length of the list of greatest scores.</param>
    /// <param name="bottom">Length of the list of smallest scores.</param>
    public static PartLists Of(ContributionRun run, PartSet set, BoundedParts bounded, int top, int bottom)
    {
        var scores = bounded.UpperBounds(run.Cancel);
        var selection = new ScoredSelection(Math.Min(top, set.Count), Math.Min(bottom, set.Count));
        for (var candidate = 0; candidate < scores.Length; candidate++)
        {
            selection.Add(float.IsNaN(scores[candidate]) ? bounded.EmptyScore(candidate) : scores[candidate]);
        }

        var tails = selection.Result("jensenVariance", 0);
        return new PartLists(Describe(run, set, tails, tails.Top), Describe(run, set, tails, tails.Bottom), tails.Certificate with { Certified = false });
    }

    private static ListedPart[] Describe(ContributionRun run, PartSet set, SelectedTails tails, int[] candidates)
    {
        var batch = new RowBatch(run.Readout, candidates.Length);
        var stream = new float[run.Readout.Width];
        foreach (var candidate in candidates)
        {
            var place = set.PlaceOf(candidate);
            set.FillStream(place.Layer, place.Direction, stream);
            batch.Add(stream, set.Factor(place.Layer, place.Direction, place.Slot), set.BranchOf(place.Layer).BaseState);
        }

        return [.. candidates.Select((candidate, entry) => new ListedPart(
            candidate,
            set.PlaceOf(candidate),
            RowScore.Of(run.Exact.Describe(batch, entry, tails.Scores[candidate], 0), run.Readout, hasContrast: false)))];
    }
}
