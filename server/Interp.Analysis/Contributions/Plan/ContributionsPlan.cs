using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>A request with everything checked and filled that needs no forward pass.</summary>
internal sealed record ContributionsPlan
{
    public required LensMode Mode { get; init; }

    /// <summary>Analysed position, from 0.</summary>
    public required int Position { get; init; }

    /// <summary>w; null = the model's own top token.</summary>
    public required int? Target { get; init; }

    /// <summary>c.</summary>
    public required int? Contrast { get; init; }

    /// <summary>In the order of results.</summary>
    public required IReadOnlyList<string> Levels { get; init; }

    /// <summary>Ascending.</summary>
    public required IReadOnlyList<int> InLayers { get; init; }

    public required int Top { get; init; }

    public required int Bottom { get; init; }

    public required ScoreKind Score { get; init; }

    public required int? MaxEvaluations { get; init; }

    public required int Words { get; init; }

    public required bool Reads { get; init; }

    /// <summary>Heads and feed-forward neurons asked for by name.</summary>
    public required IReadOnlyList<PartChoice>? Rows { get; init; }

    public required QueriesSettings? Queries { get; init; }

    /// <summary>True where a level is asked for.</summary>
    public bool Has(string level) => Levels.Contains(level);

    /// <summary>The settings as results have them.</summary>
    /// <param name="target">The token that was followed.</param>
    /// <param name="scale">s*; null for post-norm models.</param>
    /// <param name="softCapApplied">Whether values are those after the model's soft cap.</param>
    public ContributionsSettings Settings(int target, double? scale, bool softCapApplied) => new()
    {
        Mode = LensModes.NameOf(Mode),
        Position = Position,
        Target = target,
        Contrast = Contrast,
        Levels = Levels,
        InLayers = InLayers,
        Top = Top,
        Bottom = Bottom,
        Score = PlanReader.NameOf(Score),
        MaxEvaluations = MaxEvaluations,
        Words = Words,
        Reads = Reads,
        Scale = scale,
        SoftCapApplied = softCapApplied,
        Queries = Queries,
    };
}
