using System.Text.Json;
using Interp.Daemon.Progress;

namespace Interp.Daemon.Methods;

/// <summary>One call of a method, besides its params.</summary>
internal sealed class Call
{
    /// <summary>Cancelled by the client; what answers the call need not look at it where it waits for a lane.</summary>
    public required CancellationToken Cancel { get; init; }

    /// <summary>The params as they came, the progress tokens left out.</summary>
    public required JsonElement Params { get; init; }

    /// <summary>Where progress and partial results go; null where the client asks for neither.</summary>
    public ProgressWriter? Progress { get; init; }
}
