namespace Interp.Contracts;

/// <summary>Result of <c>doctor</c>.</summary>
public sealed record DoctorResult
{
    public required IReadOnlyDictionary<string, string> Versions { get; init; }
    public required IReadOnlyList<ProviderInfo> Providers { get; init; }
    public required MemoryInfo Memory { get; init; }
    public required IReadOnlyDictionary<string, string> Folders { get; init; }
    public required IReadOnlyList<DoctorProblem> Problems { get; init; }
}

/// <summary>An execution provider and why it is not used.</summary>
public sealed record ProviderInfo
{
    public required string Name { get; init; }
    public string? Device { get; init; }
    public string? Driver { get; init; }
    public required string Badge { get; init; }
    public string? Reason { get; init; }
}

/// <summary>Bytes.</summary>
public sealed record MemoryInfo(long Total, long Available, long Resident);

/// <summary>Something wrong, and what to do.</summary>
public sealed record DoctorProblem(string Message, string Hint);
