using System.Globalization;
using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>Finds the greatest and smallest scores of a part set by the cheapest way that is exact.</summary>
internal sealed class PartSelector
{
    private const long ManyProjections = 100_000;
    private readonly ContributionRun run;
    private readonly PartSet set;
    private readonly ScoreKind kind;
    private readonly ScoreMap map;
    private readonly PartEvaluator evaluator;
    private IReadOnlyDictionary<int, double> scores = new Dictionary<int, double>();

    /// <summary>A selector of <paramref name="set"/> by <paramref name="kind"/>.</summary>
    /// <param name="run">The request's work.</param>
    /// <param name="set">The candidates.</param>
    /// <param name="kind">The score.</param>
    public PartSelector(ContributionRun run, PartSet set, ScoreKind kind)
    {
        this.run = run;
        this.set = set;
        this.kind = kind;
        map = new ScoreMap(run.Bases, kind);
        evaluator = new PartEvaluator(set, run.Exact, map, run.Engine);
    }

    /// <summary>Both lists; capped at the number of candidates.</summary>
    /// <param name="top">Length of the list of greatest scores.</param>
    /// <param name="bottom">Length of the list of smallest scores.</param>
    /// <param name="maxEvaluations">Stops a certified selection early.</param>
    /// <param name="preview">Shown the lists by first-order scores before a certified selection begins.</param>
    public SelectedTails Select(int top, int bottom, int? maxEvaluations, Action<PartLists>? preview = null)
    {
        var tails = Find(top, bottom, maxEvaluations, preview);
        scores = tails.Scores;
        return tails;
    }

    private SelectedTails Find(int top, int bottom, int? maxEvaluations, Action<PartLists>? preview)
    {
        if (set.Count == 0)
        {
            return new ScoredSelection(0, 0).Result(NeedsSweep ? "sweep" : "jensenVariance", 0);
        }

        if (kind is ScoreKind.Norm or ScoreKind.Coefficient or ScoreKind.CoefficientNorm)
        {
            return ClosedForms.Select(set, kind, top, bottom, run.Engine.Threads, run.Cancel);
        }

        Prepare();
        if (NeedsSweep)
        {
            WarnOfManyProjections();
            return new FullSweep(set, run.Exact, map, kind, run.Engine, run.Progress).Run(top, bottom, run.Cancel);
        }

        if (run.Plan.Contrast is int contrast)
        {
            return LinearSelection.Select(set, run.Bases, contrast, top, bottom, run.Engine, run.Cancel);
        }

        var bounded = new BoundedParts(set, evaluator, map, run.Engine, run.Statics);
        preview?.Invoke(PartPreview.Of(run, set, bounded, top, bottom));
        return CertifiedSelection.Run(bounded, top, bottom, maxEvaluations, run.Cancel);
    }

    /// <summary>Rows of candidates (by a score other than the increase: of listed ones only), in the order of their scores.</summary>
    public ListedPart[] Describe(IReadOnlyList<int> candidates, bool smallestFirst)
    {
        Prepare();
        var numbers = evaluator.Numbers(candidates, run.Cancel);
        var listed = candidates.Select((candidate, index) => new ListedPart(candidate, set.PlaceOf(candidate), ScoreOf(candidate, numbers[index])));
        return smallestFirst
            ? [.. listed.OrderBy(part => part.Numbers.Score).ThenBy(part => part.Candidate)]
            : [.. listed.OrderByDescending(part => part.Numbers.Score).ThenBy(part => part.Candidate)];
    }

    private bool NeedsSweep => run.BruteForce || !run.Readout.IsLinear || kind is ScoreKind.Rank or ScoreKind.CoefficientRank;

    private RowScore ScoreOf(int candidate, PartNumbers numbers) =>
        RowScore.Of(numbers, run.Readout, run.Plan.Contrast is not null, kind == ScoreKind.Increase ? null : scores[candidate]);

    // The means of all bases that the set needs come from one product.
    private void Prepare()
    {
        var branches = set.Layers.Select(set.BranchOf).ToArray();
        run.Exact.Prepare([.. branches.Select(branch => branch.BaseState), .. branches.Select(map.StateOf)], run.Cancel);
    }

    private void WarnOfManyProjections()
    {
        var rows = FullSweep.ExpectedRows(set);
        if (rows > ManyProjections)
        {
            run.Scope.Warnings.Add(string.Create(CultureInfo.InvariantCulture, $"manyProjections: this asks for {rows} projections onto the whole vocabulary."));
        }
    }
}

/// <summary>Both lists of a level with what proves them.</summary>
internal sealed record PartLists(ListedPart[] Top, ListedPart[] Bottom, Certificate Certificate);

/// <summary>A listed candidate.</summary>
internal sealed record ListedPart(int Candidate, PartPlace Place, RowScore Numbers);
