using Interp.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Interp.Runtime.Providers;

/// <summary>A provider that is known by name and cannot be used by this version of the program.</summary>
/// <param name="name">As in requests.</param>
/// <param name="reason">Why not, as a sentence.</param>
internal sealed class KnownProvider(string name, string reason) : ExecutionProvider
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string? Unavailable => reason;

    /// <inheritdoc/>
    internal override SessionOptions SessionOptions(int threads) =>
        throw new InterpException(ErrorKind.ProviderUnavailable, reason, "Use the provider cpu.");
}
