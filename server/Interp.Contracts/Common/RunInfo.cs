namespace Interp.Contracts;

/// <summary>How a result was computed.</summary>
public sealed record RunInfo
{
    public required string Provider { get; init; }
    public required string Precision { get; init; }
    public required int Threads { get; init; }
    public required VerifiedInfo Verified { get; init; }

    /// <summary>Wall time of the request in milliseconds.</summary>
    public double ElapsedMs { get; init; }
}

/// <summary>What <c>models verify</c> found: <c>verified</c>, <c>unverified</c> or <c>refused</c>.</summary>
public sealed record VerifiedInfo
{
    public required string Badge { get; init; }
    public string? WorstTap { get; init; }
    public double? MaxDifference { get; init; }
}
