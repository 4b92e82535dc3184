namespace Interp.Analysis;

/// <summary>What was kept of one row's values over the vocabulary.</summary>
public sealed record RowReduction
{
    /// <summary>Greatest first; equal values by id.</summary>
    public required IReadOnlyList<(int Id, float Value)> Top { get; init; }

    /// <summary>Smallest first; equal values by id.</summary>
    public required IReadOnlyList<(int Id, float Value)> Bottom { get; init; }

    /// <summary>ln Σ exp(value) over the vocabulary; not-a-number when it was not asked for.</summary>
    public required double LogSumExp { get; init; }

    /// <summary>Of softmax(values), in bits; not-a-number when it was not asked for.</summary>
    public required double EntropyBits { get; init; }

    /// <summary>The followed tokens, in the order asked.</summary>
    public required IReadOnlyList<RankedToken> Followed { get; init; }
}

/// <summary>A followed token's value and its rank, 1 + the number of strictly greater values.</summary>
public readonly record struct RankedToken(int Id, float Value, int Rank);
