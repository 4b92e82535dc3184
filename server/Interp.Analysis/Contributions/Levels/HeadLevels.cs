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

        var readers = new HeadReader(run);
        HeadRow[] Rows(Tail tail, bool smallest) =>
            [.. tail.Entries.Select(entry => Row(run, entry.Candidate, numbers[entry.Candidate], readers, smallest))];
        return new HeadLevel
        {
            Layers = run.Plan.InLayers,
            Scores = new TensorData
            {
                Shape = [run.Plan.InLayers.Count, run.Spec.Heads],
                Data = [.. numbers.Select(head => (float)head.Score)],
            },
            Top = Rows(top, smallest: false),
            Bottom = Rows(bottom, smallest: true),
        };
    }

    private static HeadRow Row(ContributionRun run, int index, RowScore numbers, HeadReader readers, bool smallest)
    {
        var (block, head) = Math.DivRem(index, run.Spec.Heads);
        var layer = run.Plan.InLayers[block];
        return new HeadRow
        {
            Layer = layer,
            Head = head,
            Score = numbers.Score,
            Bs = numbers.Bs,
            Norm = numbers.Norm,
            FirstOrder = numbers.FirstOrder,
            Increase = numbers.Increase,
            IncreaseContrast = numbers.IncreaseContrast,
            Reads = run.Plan.Reads ? readers.Find(layer, head, smallest) : null,
        };
    }
}
