using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>The levels of neurons, units and head positions as results have them.</summary>
internal static class PartLevels
{
    /// <summary>Feed-forward neurons by the request's score.</summary>
    public static NeuronLevel FfNeurons(ContributionRun run)
    {
        var set = new FfNeurons(run.Point, run.Plan.InLayers);
        var level = PartLevel.Of(run, set, run.Plan.Score, run.Plan.Words, Preview(run, lists => new() { FfNeurons = Level(lists, _ => null) }));
        return Level(level.Lists, level.WordsOf);

        NeuronLevel Level(PartLists lists, Func<ListedPart, WordPair?> words)
        {
            NeuronRow[] Rows(ListedPart[] parts) => [.. parts.Select(part => NeuronRow(part, set, words(part)))];
            return new NeuronLevel { Top = Rows(lists.Top), Bottom = Rows(lists.Bottom), Certificate = lists.Certificate };
        }
    }

    /// <summary>Attention units.</summary>
    public static AttentionUnitLevel AttentionUnits(ContributionRun run)
    {
        var set = new AttentionUnits(run.Point, run.Plan.InLayers);
        var level = PartLevel.Of(run, set, ScoreKind.Increase, run.Plan.Words, Preview(run, lists => new() { AttentionUnits = Level(lists, _ => null) }));
        return Level(level.Lists, level.WordsOf);

        AttentionUnitLevel Level(PartLists lists, Func<ListedPart, WordPair?> words)
        {
            AttentionUnitRow[] Rows(ListedPart[] parts) => [.. parts.Select(part => UnitRow(part, set, run, words(part)))];
            return new AttentionUnitLevel { Top = Rows(lists.Top), Bottom = Rows(lists.Bottom), Certificate = lists.Certificate };
        }
    }

    /// <summary>Attention neurons.</summary>
    public static AttentionNeuronLevel AttentionNeurons(ContributionRun run)
    {
        var set = new AttentionNeurons(run.Point, run.Plan.InLayers);
        var level = PartLevel.Of(run, set, ScoreKind.Increase, run.Plan.Words, Preview(run, lists => new() { AttentionNeurons = Level(lists, _ => null) }));
        return Level(level.Lists, level.WordsOf);

        AttentionNeuronLevel Level(PartLists lists, Func<ListedPart, WordPair?> words)
        {
            AttentionNeuronRow[] Rows(ListedPart[] parts) => [.. parts.Select(part => NeuronRow(part, set, run, words(part)))];
            return new AttentionNeuronLevel { Top = Rows(lists.Top), Bottom = Rows(lists.Bottom), Certificate = lists.Certificate };
        }
    }

    /// <summary>Heads split by source.</summary>
    public static HeadPositionLevel HeadPositions(ContributionRun run)
    {
        var set = new HeadSources(run.Point, run.Plan.InLayers);
        var level = PartLevel.Of(run, set, ScoreKind.Increase, wordCount: 0, Preview(run, lists => new() { HeadPositions = Level(lists) }));
        return Level(level.Lists);

        HeadPositionLevel Level(PartLists lists)
        {
            HeadPositionRow[] Rows(ListedPart[] parts) => [.. parts.Select(part => SourceRow(part, set))];
            return new HeadPositionLevel { Top = Rows(lists.Top), Bottom = Rows(lists.Bottom), Certificate = lists.Certificate };
        }
    }

    /// <summary>Sends the lists by first-order scores to those who wait; null where nobody does.</summary>
    private static Action<PartLists>? Preview(ContributionRun run, Func<PartLists, ContributionsPartial> level) =>
        run.Scope.Partials is { } partials ? lists => partials.Report(level(lists) with { Preview = true }) : null;

    private static NeuronRow NeuronRow(ListedPart part, FfNeurons set, WordPair? words) => new()
    {
        Layer = part.Place.Layer,
        Neuron = part.Place.Direction,
        Coefficient = set.Coefficient(part.Place.Layer, part.Place.Direction, 0),
        Score = part.Numbers.Score,
        Bs = part.Numbers.Bs,
        Norm = part.Numbers.Norm,
        FirstOrder = part.Numbers.FirstOrder,
        Increase = part.Numbers.Increase,
        IncreaseContrast = part.Numbers.IncreaseContrast,
        Raised = words?.Raised,
        Lowered = words?.Lowered,
    };

    private static AttentionUnitRow UnitRow(ListedPart part, AttentionUnits set, ContributionRun run, WordPair? words) => new()
    {
        Layer = part.Place.Layer,
        Head = part.Place.Direction / run.Spec.HeadWidth,
        Neuron = part.Place.Direction % run.Spec.HeadWidth,
        Coefficient = set.Coefficient(part.Place.Layer, part.Place.Direction, 0),
        Score = part.Numbers.Score,
        Bs = part.Numbers.Bs,
        Norm = part.Numbers.Norm,
        FirstOrder = part.Numbers.FirstOrder,
        Increase = part.Numbers.Increase,
        IncreaseContrast = part.Numbers.IncreaseContrast,
        Raised = words?.Raised,
        Lowered = words?.Lowered,
    };

    private static AttentionNeuronRow NeuronRow(ListedPart part, AttentionNeurons set, ContributionRun run, WordPair? words) => new()
    {
        Layer = part.Place.Layer,
        Head = part.Place.Direction / run.Spec.HeadWidth,
        Neuron = part.Place.Direction % run.Spec.HeadWidth,
        Position = set.SourceOf(part.Place.Layer, part.Place.Slot),
        Coefficient = set.Coefficient(part.Place.Layer, part.Place.Direction, part.Place.Slot),
        Score = part.Numbers.Score,
        Bs = part.Numbers.Bs,
        Norm = part.Numbers.Norm,
        FirstOrder = part.Numbers.FirstOrder,
        Increase = part.Numbers.Increase,
        IncreaseContrast = part.Numbers.IncreaseContrast,
        Raised = words?.Raised,
        Lowered = words?.Lowered,
    };

    private static HeadPositionRow SourceRow(ListedPart part, HeadSources set)
    {
        var (head, source) = set.PartsOf(part.Place.Layer, part.Place.Direction);
        return new HeadPositionRow
        {
            Layer = part.Place.Layer,
            Head = head,
            Position = source,
            Pattern = set.Coefficient(part.Place.Layer, part.Place.Direction, 0),
            Score = part.Numbers.Score,
            Bs = part.Numbers.Bs,
            Norm = part.Numbers.Norm,
            FirstOrder = part.Numbers.FirstOrder,
            Increase = part.Numbers.Increase,
            IncreaseContrast = part.Numbers.IncreaseContrast,
        };
    }
}
