namespace Interp.Analysis;

/// <summary>A project request with everything resolved and checked.</summary>
internal sealed record ProjectPlan
{
    /// <summary>As asked, <c>auto</c> included.</summary>
    public required string Mode { get; init; }

    /// <summary>The mode that auto stands for where the head is not linear.</summary>
    public LensMode? OnlyMode { get; init; }
    public required int Top { get; init; }
    public required int Bottom { get; init; }
    public required bool Entropy { get; init; }
    public int? Target { get; init; }
    public Prompt? Prompt { get; init; }

    /// <summary>Whose scale vectors without a position get; null without a prompt.</summary>
    public int? Position { get; init; }
    public required IReadOnlyList<PlannedVector> Vectors { get; init; }

    /// <summary>The mode in which a vector is read: auto is frozen for what belongs to a position, weights for the rest, perLayer for all where the head is not linear.</summary>
    public LensMode ModeOf(PlannedVector vector) => Mode switch
    {
        "perLayer" => LensMode.PerLayer,
        "frozen" => LensMode.Frozen,
        "author" => LensMode.Author,
        "weights" => LensMode.Weights,
        _ when OnlyMode is { } only => only,
        _ => vector.Position is null ? LensMode.Weights : LensMode.Frozen,
    };

    /// <summary>True where the bias vector k0 is added: to whatever is read perLayer, and to states read frozen.</summary>
    public bool AddsBias(PlannedVector vector) => ModeOf(vector) switch
    {
        LensMode.PerLayer => true,
        LensMode.Frozen => vector.IsState,
        _ => false,
    };
}
