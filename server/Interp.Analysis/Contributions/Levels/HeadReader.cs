using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>Finds the visible source whose part of a head has the greatest or the smallest score.</summary>
internal sealed class HeadReader(ContributionRun run)
{
    /// <summary>The source; equal scores: the lowest position.</summary>
    public HeadReads Find(int layer, int head, bool smallest)
    {
        var set = new HeadSources(run.Point, layer, head);
        var selector = new PartSelector(run, set, ScoreKind.Increase);
        var (top, bottom) = smallest ? (0, 1) : (1, 0);
        var bounded = set.Count > FewSources && run.Readout.IsLinear;
        var tails = bounded ? selector.Select(top, bottom, maxEvaluations: null) : selector.SelectFromAll(top, bottom);
        var part = selector.Describe(smallest ? tails.Bottom : tails.Top, smallest)[0];
        var (_, source) = set.PartsOf(layer, part.Place.Direction);
        return new HeadReads { Position = source, Pattern = run.Point.Pattern(layer, head, source), Score = part.Numbers.Score };
    }

    // So few are evaluated at once sooner than bounded.
    private const int FewSources = 16;
}
