using System.Text.Json.Serialization;

namespace Interp.Contracts;

/// <summary>What the daemon says of itself in its answer to <c>initialize</c>, in the member <c>interp</c>.</summary>
public sealed record InterpServer
{
    /// <summary>Version of the protocol; client and server must agree.</summary>
    public required int ProtocolVersion { get; init; }

    /// <summary>Name to version: interp, .net, onnxruntime.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The analyses, each served as <c>interp/METHOD</c>.</summary>
    public required IReadOnlyList<AnalysisInfo> Analyses { get; init; }
}

/// <summary>An analysis: its method and one sentence about it.</summary>
public sealed record AnalysisInfo(string Method, string Summary);

/// <summary>Settings of the daemon: <c>initializationOptions</c>, and the section <c>interp</c> of <c>workspace/didChangeConfiguration</c>. Unknown members are ignored.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record DaemonSettings
{
    /// <summary>Of the client; absent = not checked.</summary>
    public int? ProtocolVersion { get; init; }

    /// <summary>False where the folder that is open is not trusted: files then name no models outside the known folders. Default true.</summary>
    public bool? Trusted { get; init; }

    /// <summary>The model of requests that name none; absent or empty = the embedded one.</summary>
    public string? Model { get; init; }

    /// <summary>Folders that hold models by name.</summary>
    public string[]? ModelDirectories { get; init; }

    /// <summary>The provider of requests that name none.</summary>
    public string? Provider { get; init; }

    /// <summary>The adapter of requests that name none.</summary>
    public string? Device { get; init; }

    /// <summary>The precision of requests that name none.</summary>
    public string? Precision { get; init; }

    /// <summary>Worker threads; absent or 0 = one per core.</summary>
    public int? Threads { get; init; }

    /// <summary>Megabytes for results kept under handles and for kept prefixes.</summary>
    public int? MemoryBudget { get; init; }

    /// <summary>The lens mode of hovers.</summary>
    public string? Lens { get; init; }
    public HoverSettings? Hover { get; init; }
    public CodeLensSettings? CodeLens { get; init; }
}

/// <summary>Settings of hovers.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record HoverSettings
{
    public bool? Enabled { get; init; }

    /// <summary>Most rows of layers in a hover.</summary>
    public int? Layers { get; init; }
}

/// <summary>Settings of code lenses.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record CodeLensSettings
{
    public bool? Enabled { get; init; }
}
