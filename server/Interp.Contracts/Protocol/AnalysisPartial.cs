namespace Interp.Contracts;

/// <summary>A part of a result that is ready before the whole: what an analysis sends while it works.</summary>
public abstract record AnalysisPartial;

/// <summary>One depth of a lens: a cell per position.</summary>
public sealed record LensPartial : AnalysisPartial
{
    public required LensRow Row { get; init; }

    /// <summary>One per position, in the order of the result's positions.</summary>
    public required IReadOnlyList<LensCell> Cells { get; init; }
}

/// <summary>
/// One level of contributions: first a preview, whose lists are those of first-order scores, then the level as the result has it.
/// Exactly one level is present.
/// </summary>
public sealed record ContributionsPartial : AnalysisPartial
{
    /// <summary>True where scores are first-order values and the lists are not proved.</summary>
    public bool? Preview { get; init; }
    public IReadOnlyList<LayerRow>? Layers { get; init; }
    public IReadOnlyList<BiasRow>? Biases { get; init; }
    public HeadLevel? Heads { get; init; }
    public HeadPositionLevel? HeadPositions { get; init; }
    public NeuronLevel? FfNeurons { get; init; }
    public AttentionUnitLevel? AttentionUnits { get; init; }
    public AttentionNeuronLevel? AttentionNeurons { get; init; }
}
