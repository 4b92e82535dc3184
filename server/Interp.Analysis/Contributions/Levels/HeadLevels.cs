using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>The level of heads: every head's score, both lists, and what the listed heads read.</summary>
internal static class HeadLevels
{
    /// <summary>All heads of the plan's layers.</summary>
    public static HeadLevel Heads(ContributionRun run)
    {
        var numbers = VectorLevels.Heads(run);
        var top = new Tail(Math.Min(run.Plan.Top, numbers.Length), smallest: false);
        var bottom = new Tail(Math.Min(run.Plan.Bottom, numbers.Length), smallest: true);
        for (var index = 0; index < numbers.Length; index++)
        {
            top.Add(index, numbers[index].Score);
            bottom.Add(index, numbers[index].Score);
        }

        (int Index, bool Smallest)[] listed = [.. top.Entries.Select(entry => (entry.Candidate, false)), .. bottom.Entries.Select(entry => (entry.Candidate, true))];
        var reads = run.Plan.Reads ? new HeadReader(run).Find([.. listed.Select(head => PlaceOf(run, head.Index, head.Smallest))]) : null;
        HeadRow[] rows = [.. listed.Select((head, place) => Row(run, head.Index, numbers[head.Index], reads?[place]))];
        var topCount = top.Entries.Count();
        var level = new HeadLevel
        {
            Layers = run.Plan.InLayers,
            Scores = new TensorData
            {
                Shape = [run.Plan.InLayers.Count, run.Spec.Heads],
                Data = [.. numbers.Select(head => (float)head.Score)],
            },
            Top = rows[..topCount],
            Bottom = rows[topCount..],
        };
        run.Show(new ContributionsPartial { Heads = level });
        return level;
    }

    private static (int Layer, int Head, bool Smallest) PlaceOf(ContributionRun run, int index, bool smallest) =>
        (run.Plan.InLayers[index / run.Spec.Heads], index % run.Spec.Heads, smallest);

    private static HeadRow Row(ContributionRun run, int index, RowScore numbers, HeadReads? reads) => new()
    {
        Layer = run.Plan.InLayers[index / run.Spec.Heads],
        Head = index % run.Spec.Heads,
        Score = numbers.Score,
        Bs = numbers.Bs,
        Norm = numbers.Norm,
        FirstOrder = numbers.FirstOrder,
        Increase = numbers.Increase,
        IncreaseContrast = numbers.IncreaseContrast,
        Reads = reads,
    };
}
