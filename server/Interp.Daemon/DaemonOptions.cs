using System.Text.Json;
using Interp.Contracts;

namespace Interp.Daemon;

/// <summary>What the program that serves gives to its daemon.</summary>
public sealed record DaemonOptions
{
    /// <summary>Of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Standard error: one line when the daemon ends badly.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Where the log goes.</summary>
    public required string LogFolder { get; init; }

    /// <summary>The process whose end ends the daemon.</summary>
    public int? ClientProcessId { get; init; }

    /// <summary>Worker threads where the client's settings name none; 0 = one per core.</summary>
    public int Threads { get; init; }

    /// <summary>The model of requests that name none; null = the embedded one.</summary>
    public string? Model { get; init; }

    /// <summary>The command line that gives the same result as a request.</summary>
    public required Func<JsonElement, string> CommandLine { get; init; }

    /// <summary>How long the end waits for work that has been cancelled.</summary>
    public TimeSpan LongestEnd { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What <c>doctor</c> finds.</summary>
    public required Func<DoctorResult> Examine { get; init; }
}
