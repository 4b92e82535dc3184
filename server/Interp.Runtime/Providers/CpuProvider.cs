using Interp.Runtime.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace Interp.Runtime.Providers;

/// <summary>ONNX Runtime's own CPU kernels: always there, and the measure of the others.</summary>
public sealed class CpuProvider : ExecutionProvider
{
    /// <inheritdoc/>
    public override string Name => "cpu";

    /// <inheritdoc/>
    public override string? Unavailable => null;

    /// <inheritdoc/>
    internal override SessionOptions SessionOptions(int threads) => Options(threads);

    internal static SessionOptions Options(int threads)
    {
        OnnxNative.EnsureLoaded();
        var options = new SessionOptions
        {
            // Fusions depend on which values are outputs; without them the numbers of a graph are those of its nodes, and it loads faster.
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,

            // A pattern is planned for each prompt length and kept for ever.
            EnableMemoryPattern = false,
        };

        // Idle threads sleep instead of burning their cores.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");

        // Prepacking keeps a second copy of every weight.
        options.AddSessionConfigEntry("session.disable_prepacking", "1");
        return options;
    }
}
