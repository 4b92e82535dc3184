using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>The embedding and every attention and feed-forward output as parts of the stream.</summary>
internal sealed class LayersLevel
{
    private readonly ContributionRun run;
    private readonly List<LayerPart> parts = [];

    private LayersLevel(ContributionRun run) => this.run = run;

    /// <summary>The rows (null where the plan does not ask for them) and their sum.</summary>
    public static (LayerRow[]? Rows, ContributionSum Sum) Compute(ContributionRun run)
    {
        var level = new LayersLevel(run);
        level.AddParts();
        var changes = level.Changes();
        var scores = changes.Select(change => change.Increase - change.IncreaseContrast).ToArray();
        var sum = scores.Skip(1).Sum();
        var bases = run.Bases;
        var end = StreamStates.Final(run.Spec.Layers);
        var start = StreamStates.Pre(0);
        var total = bases.LogProb(end) - bases.LogProb(start);
        if (run.Plan.Contrast is not null)
        {
            total -= bases.LogProbContrast(end) - bases.LogProbContrast(start);
        }

        var rows = run.Plan.Has(LevelNames.Layers) ? level.Rows(changes) : null;
        if (rows is not null)
        {
            run.Show(new ContributionsPartial { Layers = rows });
        }

        return (rows, new ContributionSum { Layers = sum, Total = total, Interaction = total - sum });
    }

    private void AddParts()
    {
        var layers = run.Spec.Layers;
        parts.Add(new LayerPart(null, StreamStates.Zero, StreamStates.Pre(0)));
        for (var layer = 0; layer < layers; layer++)
        {
            var attention = run.Point.Attention(layer);
            var feedForward = run.Point.FeedForward(layer);
            parts.Add(new LayerPart(attention, attention.BaseState, StreamStates.Mid(layer)));

            // In parallel blocks no state of the stream holds the feed-forward output alone.
            int? after = feedForward.BaseState == StreamStates.Mid(layer) ? StreamStates.Pre(layer + 1) : null;
            parts.Add(new LayerPart(feedForward, feedForward.BaseState, after));
        }
    }

    private ReadOnlySpan<float> VectorOf(LayerPart part) => part.Branch is { } branch ? run.Point.Output(branch) : run.Point.State(StreamStates.Pre(0));

    private (double Increase, double IncreaseContrast)[] Changes()
    {
        var loose = new RowBatch(run.Readout, run.Spec.Layers);
        foreach (var part in parts.Where(part => part.After is null))
        {
            loose.Add(VectorOf(part), 1, part.Before);
        }

        var evaluated = new Queue<PartNumbers>(run.Exact.Evaluate(loose, run.Cancel));
        return [.. parts.Select(part => part.After is int after ? Change(part.Before, after) : Change(evaluated.Dequeue()))];
    }

    private (double Increase, double IncreaseContrast) Change(int before, int after) => (
        run.Bases.LogProb(after) - run.Bases.LogProb(before),
        run.Plan.Contrast is null ? 0 : run.Bases.LogProbContrast(after) - run.Bases.LogProbContrast(before));

    private static (double Increase, double IncreaseContrast) Change(PartNumbers numbers) => (numbers.Increase, numbers.IncreaseContrast);

    private LayerRow[] Rows((double Increase, double IncreaseContrast)[] changes)
    {
        run.Exact.Prepare([.. parts.Select(part => part.Before)], run.Cancel);
        var batch = new RowBatch(run.Readout, parts.Count);
        parts.ForEach(part => batch.Add(VectorOf(part), 1, part.Before));
        return [.. parts.Select((part, index) => Row(part, run.Exact.Describe(batch, index, changes[index].Increase, changes[index].IncreaseContrast)))];
    }

    private LayerRow Row(LayerPart part, PartNumbers numbers)
    {
        var score = RowScore.Of(numbers, run.Readout, run.Plan.Contrast is not null);
        var before = run.Bases.LogProb(part.Before);
        return new LayerRow
        {
            Component = part.Branch is null ? "embed" : part.Branch.IsAttention ? "attn" : "ff",
            Layer = part.Branch?.Layer,
            Score = score.Score,
            Bs = score.Bs,
            Norm = score.Norm,
            FirstOrder = score.FirstOrder,
            Increase = score.Increase,
            IncreaseContrast = score.IncreaseContrast,
            LogProbBefore = before,
            LogProbAfter = before + numbers.Increase,
        };
    }

    /// <summary>The embedding (no branch) or a branch, the state before it, and that after it where there is one.</summary>
    private sealed record LayerPart(Branch? Branch, int Before, int? After);
}
