namespace Interp.Contracts;

/// <summary>What each layer would say: tokens x layers.</summary>
public sealed record LensRequest : AnalysisRequest
{
    /// <summary><c>perLayer</c> (default), <c>frozen</c> or <c>author</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>Positions, in the order given; default all.</summary>
    public int[]? Positions { get; init; }

    /// <summary>Rows between attention and feed-forward too; default false.</summary>
    public bool? Mid { get; init; }

    /// <summary>Tokens per cell; default 5.</summary>
    public int? Top { get; init; }

    /// <summary>A token to follow in every cell.</summary>
    public TokenChoice? Target { get; init; }

    /// <summary>A second token in every cell.</summary>
    public TokenChoice? Contrast { get; init; }

    /// <summary>Without target: <c>argmax</c> (default) or <c>next</c>.</summary>
    public string? Follow { get; init; }
}

/// <summary>Settings of a lens, defaults filled. Follow is null with a target.</summary>
public sealed record LensSettings
{
    public required string Mode { get; init; }
    public required bool Mid { get; init; }
    public required int Top { get; init; }
    public string? Follow { get; init; }
    public int? Target { get; init; }
    public int? Contrast { get; init; }
    public required bool SoftCapApplied { get; init; }
}

/// <summary>Result of <see cref="LensRequest"/>.</summary>
public sealed record LensResult : AnalysisResult
{
    public required LensSettings Settings { get; init; }

    /// <summary>Non-negative.</summary>
    public required IReadOnlyList<int> Positions { get; init; }
    public required IReadOnlyList<LensRow> Rows { get; init; }

    /// <summary>[position][row].</summary>
    public required IReadOnlyList<IReadOnlyList<LensCell>> Cells { get; init; }

    /// <summary>One per position.</summary>
    public required IReadOnlyList<LensStory> Story { get; init; }
}

/// <summary>A depth of the stream: <c>embed</c>, <c>mid</c> or <c>out</c>; layer is absent for embed.</summary>
public sealed record LensRow
{
    public required string Row { get; init; }
    public int? Layer { get; init; }
}

/// <summary>What one depth would say at one position.</summary>
public sealed record LensCell
{
    public required IReadOnlyList<TokenProbability> Top { get; init; }

    /// <summary>Bits.</summary>
    public required double Entropy { get; init; }
    public TokenRank? Target { get; init; }
    public TokenRank? Contrast { get; init; }
}

/// <summary>From which row on the target leads; indices into rows, null if not so in the last row.</summary>
public sealed record LensStory
{
    /// <summary>First row from which on the target has rank 1 in every row to the end.</summary>
    public int? FirstFrom { get; init; }

    /// <summary>First row from which on the target is strictly above the contrast to the end.</summary>
    public int? LeadsFrom { get; init; }
}
