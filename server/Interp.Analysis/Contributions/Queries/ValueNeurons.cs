using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>The value neurons of a request with their importances: chosen by score, or as listed.</summary>
internal static class ValueNeurons
{
    /// <summary>Parts and importances, in the order in which they are reported.</summary>
    public static (PartChoice Part, double Importance)[] Choose(ContributionRun run, QueriesSettings queries) => queries.Of switch
    {
        { Parts: { } parts } => Listed(run, parts),
        { Level: LevelNames.AttentionNeurons } => Greatest(run, new AttentionNeurons(run.Point, run.Plan.InLayers), queries.Count),
        _ => Greatest(run, new FfNeurons(run.Point, run.Plan.InLayers), queries.Count),
    };

    private static (PartChoice, double)[] Greatest(ContributionRun run, PartSet set, int count)
    {
        var selector = new PartSelector(run, set, ScoreKind.Increase);
        var tails = selector.Select(count, 0, run.Plan.MaxEvaluations);
        return [.. selector.Describe(tails.Top, smallestFirst: false).Select(part => (PartOf(set, part.Place, run), part.Numbers.Score))];
    }

    private static PartChoice PartOf(PartSet set, PartPlace place, ContributionRun run) => set is AttentionNeurons neurons
        ? new PartChoice
        {
            Layer = place.Layer,
            Head = place.Direction / run.Spec.HeadWidth,
            Neuron = place.Direction % run.Spec.HeadWidth,
            Position = neurons.SourceOf(place.Layer, place.Slot),
        }
        : new PartChoice { Layer = place.Layer, Neuron = place.Direction };

    private static (PartChoice, double)[] Listed(ContributionRun run, PartChoice[] parts)
    {
        var batch = new RowBatch(run.Readout, parts.Length);
        var stream = new float[run.Readout.Width];
        foreach (var part in parts)
        {
            var branch = run.Point.BranchAt(part.Layer, part.Head is not null);
            var (row, coefficient) = Read(run, part);
            branch.ToStream(branch.Rows.Row(row), stream);
            batch.Add(stream, coefficient / run.Point.DivisorOf(branch), branch.BaseState);
        }

        var numbers = run.Exact.Evaluate(batch, run.Cancel);
        return [.. parts.Select((part, index) => (part, RowScore.Of(numbers[index], run.Readout, run.Plan.Contrast is not null).Score))];
    }

    private static (int Row, double Coefficient) Read(ContributionRun run, PartChoice part)
    {
        var neuron = part.Neuron ?? 0;
        if (part.Head is not int head || part.Position is not int source)
        {
            return (neuron, run.Point.Post(part.Layer, run.Point.Position)[neuron]);
        }

        var coefficient = run.Point.Pattern(part.Layer, head, source) * run.Point.Value(part.Layer, head, source)[neuron];
        return ((head * run.Spec.HeadWidth) + neuron, coefficient);
    }
}
