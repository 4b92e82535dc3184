namespace Interp.Analysis;

/// <summary>What is to be kept of the products of rows with the unembedding.</summary>
public sealed record ReductionPlan
{
    /// <summary>Tokens with the greatest values to keep per row.</summary>
    public int Top { get; init; }

    /// <summary>Tokens with the smallest values to keep per row.</summary>
    public int Bottom { get; init; }

    /// <summary>Keep log-sum-exp and entropy.</summary>
    public bool Distribution { get; init; } = true;

    /// <summary>A vector [V] that is added to the rows for which <see cref="AddsBias"/> says so; null adds nothing.</summary>
    public ReadOnlyMemory<float>? Bias { get; init; }

    /// <summary>Whether a row gets the bias; null = every row.</summary>
    public Func<int, bool>? AddsBias { get; init; }

    /// <summary>Whether a row gets the model's soft cap; null = none does.</summary>
    public Func<int, bool>? Caps { get; init; }

    /// <summary>Tokens whose value and rank are kept for a row; null = none.</summary>
    public Func<int, IReadOnlyList<int>>? Followed { get; init; }

    /// <summary>
    /// Tokens that a row follows beside <see cref="Followed"/>, said when all rows are reduced: for tokens that only the rows themselves name.
    /// Keeps the values of all rows meanwhile, at most <see cref="VocabularyReducer.MostKept"/> of them. Null = none.
    /// </summary>
    public Func<IReadOnlyList<RowReduction>, int, IReadOnlyList<int>>? FollowedAfter { get; init; }
}
