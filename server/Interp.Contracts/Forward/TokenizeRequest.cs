namespace Interp.Contracts;

/// <summary>Text to tokens, or ids to texts.</summary>
public sealed record TokenizeRequest : AnalysisRequest
{
    /// <summary>False leaves out what the post-processor would add; default true.</summary>
    public bool? Special { get; init; }
}

/// <summary>Settings of tokenize, defaults filled.</summary>
public sealed record TokenizeSettings
{
    public required bool Special { get; init; }
}

/// <summary>Result of <see cref="TokenizeRequest"/>.</summary>
public sealed record TokenizeResult : AnalysisResult
{
    public required TokenizeSettings Settings { get; init; }
}
