namespace Interp.Analysis.Contributions;

/// <summary>What the bounds need of a model, whatever the prompt and the lens.</summary>
internal sealed record ContributionStatics
{
    /// <summary>c0: mean of all unembedding rows, [D].</summary>
    public required float[] Centre { get; init; }

    /// <summary>ρ0: greatest distance of an unembedding row from the mean.</summary>
    public required double Radius { get; init; }

    /// <summary>|d'| of every row of W_out, [L][F]; d' is the lens row of the row's stream form.</summary>
    public required float[][] FeedForwardLengths { get; init; }

    /// <summary>q = mean over all tokens of (d' · (e_t - c0))², [L][F].</summary>
    public required float[][] FeedForwardSpreads { get; init; }

    /// <summary>|d'| of every row of W_O, [L][H*K].</summary>
    public required float[][] AttentionLengths { get; init; }

    /// <summary>q of every row of W_O, [L][H*K].</summary>
    public required float[][] AttentionSpreads { get; init; }
}

/// <summary>The same for whole heads: any direction y W_O^h has |d'|² = y Γ yᵀ and q = y Q yᵀ.</summary>
internal sealed record HeadStatics
{
    /// <summary>Γ_h, [L][H*K*K].</summary>
    public required float[][] Lengths { get; init; }

    /// <summary>Q_h, [L][H*K*K].</summary>
    public required float[][] Spreads { get; init; }
}
