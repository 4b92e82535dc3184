using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>The levels of neurons, units and head positions as results have them.</summary>
internal static class PartLevels
{
    /// <summary>Feed-forward neurons by the request's score.</summary>
    public static NeuronLevel FfNeurons(ContributionRun run)
    {
        var set = new FfNeurons(run.Point, run.Plan.InLayers);
        return Level(
            run,
            set,
            run.Plan.Score,
            run.Plan.Words,
            (part, words) => NeuronRow(part, set, words),
            (top, bottom, certificate) => new NeuronLevel { Top = top, Bottom = bottom, Certificate = certificate },
            level => new ContributionsPartial { FfNeurons = level });
    }

    /// <summary>Attention units.</summary>
    public static AttentionUnitLevel AttentionUnits(ContributionRun run)
    {
        var set = new AttentionUnits(run.Point, run.Plan.InLayers);
        return Level(
            run,
            set,
            ScoreKind.Increase,
            run.Plan.Words,
            (part, words) => UnitRow(part, set, run, words),
            (top, bottom, certificate) => new AttentionUnitLevel { Top = top, Bottom = bottom, Certificate = certificate },
            level => new ContributionsPartial { AttentionUnits = level });
    }

    /// <summary>Attention neurons.</summary>
    public static AttentionNeuronLevel AttentionNeurons(ContributionRun run)
    {
        var set = new AttentionNeurons(run.Point, run.Plan.InLayers);
        return Level(
            run,
            set,
            ScoreKind.Increase,
            run.Plan.Words,
            (part, words) => NeuronRow(part, set, run, words),
            (top, bottom, certificate) => new AttentionNeuronLevel { Top = top, Bottom = bottom, Certificate = certificate },
            level => new ContributionsPartial { AttentionNeurons = level });
    }

    /// <summary>Heads split by source.</summary>
    public static HeadPositionLevel HeadPositions(ContributionRun run)
    {
        var set = new HeadSources(run.Point, run.Plan.InLayers);
        return Level(
            run,
            set,
            ScoreKind.Increase,
            wordCount: 0,
            (part, _) => SourceRow(part, set),
            (top, bottom, certificate) => new HeadPositionLevel { Top = top, Bottom = bottom, Certificate = certificate },
            level => new ContributionsPartial { HeadPositions = level });
    }

    /// <summary>Finds the lists of a level. Those who wait are shown the lists by first-order scores first, then the level.</summary>
    private static TLevel Level<TRow, TLevel>(
        ContributionRun run,
        PartSet set,
        ScoreKind kind,
        int wordCount,
        Func<ListedPart, WordPair?, TRow> row,
        Func<TRow[], TRow[], Certificate, TLevel> level,
        Func<TLevel, ContributionsPartial> partial)
    {
        Action<PartLists>? preview = run.Scope.Partials is null ? null : lists => run.Show(partial(Of(lists, _ => null)) with { Preview = true });
        var found = PartLevel.Of(run, set, kind, wordCount, preview);
        var result = Of(found.Lists, found.WordsOf);
        run.Show(partial(result));
        return result;

        TLevel Of(PartLists lists, Func<ListedPart, WordPair?> words)
        {
            TRow[] Rows(ListedPart[] parts) => [.. parts.Select(part => row(part, words(part)))];
            return level(Rows(lists.Top), Rows(lists.Bottom), lists.Certificate);
        }
    }

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
