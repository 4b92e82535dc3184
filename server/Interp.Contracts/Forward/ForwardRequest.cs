namespace Interp.Contracts;

/// <summary>Predictions and any taps of one forward pass.</summary>
public sealed record ForwardRequest : AnalysisRequest
{
    /// <summary>
    /// <c>hook_embed</c> as given numbers [T][D], instead of text or ids: what enters block 0, positions, types and scale included. For
    /// checkpoints without a token embedding, and for any other.
    /// </summary>
    public float[][]? Embeddings { get; init; }

    /// <summary>Tap names or patterns; <c>*</c> stands for a whole part between dots. Taps are always whole.</summary>
    public string[]? Taps { get; init; }

    /// <summary>Positions that get an entry in predictions, in the order given; default all; negative counts from the end.</summary>
    public int[]? Positions { get; init; }

    /// <summary>Tokens per prediction; default 10.</summary>
    public int? Top { get; init; }
}

/// <summary>Settings of a forward, defaults filled.</summary>
public sealed record ForwardSettings
{
    public required IReadOnlyList<string> Taps { get; init; }
    public required IReadOnlyList<int> Positions { get; init; }
    public required int Top { get; init; }
}

/// <summary>Result of <see cref="ForwardRequest"/>.</summary>
public sealed record ForwardResult : AnalysisResult
{
    public required ForwardSettings Settings { get; init; }

    /// <summary>One entry per asked position; absent for models without a vocabulary.</summary>
    public IReadOnlyList<Prediction>? Predictions { get; init; }

    /// <summary>Tap name to tensor.</summary>
    public IReadOnlyDictionary<string, TensorData>? Taps { get; init; }
}

/// <summary>The most probable next tokens at a position.</summary>
public sealed record Prediction
{
    public required int Position { get; init; }
    public required IReadOnlyList<TokenProbability> Top { get; init; }
}
