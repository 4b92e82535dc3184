namespace Interp.Contracts;

/// <summary>Result of <c>interp/memory</c>, in bytes.</summary>
public sealed record MemoryUse
{
    /// <summary>Resident memory of the process.</summary>
    public required long Resident { get; init; }

    /// <summary>Managed heap.</summary>
    public required long Heap { get; init; }

    /// <summary>Results kept under handles, and what models keep of earlier prompts.</summary>
    public required long Kept { get; init; }

    /// <summary>Most that is kept of both.</summary>
    public required long Budget { get; init; }
    public required IReadOnlyList<LoadedModel> Models { get; init; }
}

/// <summary>Result of <c>interp/debugInfo</c>.</summary>
public sealed record DebugInfo
{
    public required string Version { get; init; }
    public required int ProcessId { get; init; }

    /// <summary>Seconds since the start.</summary>
    public required double Uptime { get; init; }

    /// <summary><c>starting</c>, <c>serving</c> or <c>ending</c>.</summary>
    public required string State { get; init; }
    public required IReadOnlyList<LaneInfo> Lanes { get; init; }
    public required MemoryUse Memory { get; init; }
    public required DaemonSettings Settings { get; init; }

    /// <summary>The log file; absent where none can be written.</summary>
    public string? Log { get; init; }
}

/// <summary>What a lane does.</summary>
public sealed record LaneInfo
{
    /// <summary><c>state</c>, <c>quick</c> or <c>heavy</c>.</summary>
    public required string Lane { get; init; }

    /// <summary>The model of a heavy lane.</summary>
    public string? Model { get; init; }
    public required IReadOnlyList<RunningWork> Running { get; init; }
    public required int Waiting { get; init; }
}

/// <summary>Work that runs.</summary>
/// <param name="Method">The method that began it.</param>
/// <param name="Seconds">Since it began.</param>
public sealed record RunningWork(string Method, double Seconds);
