namespace Interp.Contracts;

/// <summary>Any vectors of width D in words of the vocabulary.</summary>
public sealed record ProjectRequest : AnalysisRequest
{
    /// <summary>At least one vector.</summary>
    public VectorChoice[]? Vectors { get; init; }

    /// <summary><c>auto</c> (default), <c>weights</c>, <c>frozen</c>, <c>author</c> or <c>perLayer</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>Position whose final-norm scale is used for vectors without one; default -1.</summary>
    public int? Position { get; init; }

    /// <summary>Tokens with the greatest values; default 10.</summary>
    public int? Top { get; init; }

    /// <summary>Tokens with the smallest values; default 10.</summary>
    public int? Bottom { get; init; }

    /// <summary>A token to report besides.</summary>
    public TokenChoice? Target { get; init; }

    /// <summary>Report the entropy; default true.</summary>
    public bool? Entropy { get; init; }
}

/// <summary>A vector of width D: of a weight, of a part of the stream, of a tap, or given.</summary>
public sealed record VectorChoice
{
    /// <summary><c>ffValue</c>, <c>ffKey</c>, <c>ffContribution</c>, <c>attnValue</c>, <c>attnKey</c>, <c>head</c>, <c>headSource</c>, <c>tap</c>, <c>embedding</c> or <c>explicit</c>.</summary>
    public required string Kind { get; init; }
    public int? Layer { get; init; }
    public int? Neuron { get; init; }
    public int? Head { get; init; }
    public int? Position { get; init; }
    public int? Source { get; init; }

    /// <summary>Gated feed-forward keys: <c>gate</c> (default) or <c>up</c>.</summary>
    public string? Branch { get; init; }

    /// <summary>Multiply a key by the gain of the norm before it; default true.</summary>
    public bool? FoldNorm { get; init; }

    /// <summary>Full tap name.</summary>
    public string? Name { get; init; }
    public int? Token { get; init; }

    /// <summary>D finite numbers.</summary>
    public float[]? Values { get; init; }
}

/// <summary>Settings of project, defaults filled. Position is null without a prompt.</summary>
public sealed record ProjectSettings
{
    public required string Mode { get; init; }
    public int? Position { get; init; }
    public required int Top { get; init; }
    public required int Bottom { get; init; }
    public int? Target { get; init; }
    public required bool Entropy { get; init; }
    public required bool SoftCapApplied { get; init; }
}

/// <summary>Result of <see cref="ProjectRequest"/>.</summary>
public sealed record ProjectResult : AnalysisResult
{
    public required ProjectSettings Settings { get; init; }
    public required IReadOnlyList<ProjectedVector> Vectors { get; init; }
}

/// <summary>One vector in words.</summary>
public sealed record ProjectedVector
{
    /// <summary>The request's vector with defaults filled and positions non-negative.</summary>
    public required VectorChoice Vector { get; init; }

    /// <summary>The mode used.</summary>
    public required string Mode { get; init; }

    /// <summary>The divisor used; absent for post-norm models.</summary>
    public double? Scale { get; init; }

    /// <summary>Length of the vector before any gain.</summary>
    public required double Norm { get; init; }
    public required IReadOnlyList<TokenValue> Top { get; init; }
    public required IReadOnlyList<TokenValue> Bottom { get; init; }

    /// <summary>Bits, of softmax(values).</summary>
    public double? Entropy { get; init; }
    public ProjectedTarget? Target { get; init; }
}

/// <summary>The asked token's place in softmax(values).</summary>
public sealed record ProjectedTarget
{
    public required int Id { get; init; }
    public required string Text { get; init; }
    public required double Value { get; init; }
    public required double LogProb { get; init; }
    public required int Rank { get; init; }
}
