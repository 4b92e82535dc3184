using Microsoft.ML.OnnxRuntime;

namespace Interp.Runtime.Providers;

/// <summary>What graphs can be run on. The one seam between the engine and the hardware.</summary>
public abstract class ExecutionProvider
{
    /// <summary>As in requests: <c>cpu</c>, <c>directml</c>, <c>webgpu</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Null where it can be used, else the reason why it cannot, as a sentence.</summary>
    public abstract string? Unavailable { get; }

    /// <summary>Options of a session on this provider with <paramref name="threads"/> threads.</summary>
    internal abstract SessionOptions SessionOptions(int threads);
}
