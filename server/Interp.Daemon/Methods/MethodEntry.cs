using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Interp.Daemon.Wire;

namespace Interp.Daemon.Methods;

/// <summary>A method of the server.</summary>
/// <param name="Name">As called.</param>
/// <param name="Start">Begins a call; see <see cref="MethodTable"/>.</param>
/// <param name="IsRequest">False for notifications.</param>
/// <param name="IsAside">True where it is answered whatever the lanes do.</param>
/// <param name="Phase">When it may be called.</param>
internal sealed record MethodEntry(string Name, Func<JsonElement, Call, Task<RawJson?>> Start, bool IsRequest, bool IsAside, CallPhase Phase)
{
    /// <summary>Type of its params.</summary>
    public Func<JsonTypeInfo>? ParamsType { get; init; }

    /// <summary>Type of its result.</summary>
    public Func<JsonTypeInfo>? ResultType { get; init; }

    /// <summary>Type of its partial results; null, or gives null, where it has none.</summary>
    public Func<JsonTypeInfo?>? PartialType { get; init; }
}

/// <summary>When a method may be called.</summary>
internal enum CallPhase
{
    /// <summary>Between <c>initialize</c> and <c>shutdown</c>.</summary>
    Serving,

    /// <summary>Always.</summary>
    Always,
}
