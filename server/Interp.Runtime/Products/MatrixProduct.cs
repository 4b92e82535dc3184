using Interp.Runtime.Graphs;
using Interp.Runtime.Providers;
using Interp.Runtime.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace Interp.Runtime;

/// <summary>Products of float32 matrices on all threads of the engine, by ONNX Runtime's own kernel. May be called from several threads.</summary>
public sealed unsafe class MatrixProduct : IDisposable
{
    private static readonly string[] OutputNames = [PartGraphs.Product];
    private readonly Lazy<GraphSession> session;

    /// <summary>Products on <paramref name="threads"/> threads; nothing is prepared before the first.</summary>
    public MatrixProduct(int threads) => session = new(() => new(PartGraphs.MatrixProduct(transposeRight: true), CpuProvider.Options(threads)));

    /// <summary>c = a · bᵀ: every row of a with every row of b.</summary>
    /// <param name="a">[rows, inner].</param>
    /// <param name="b">[columns, inner].</param>
    /// <param name="c">[rows, columns], overwritten.</param>
    /// <param name="inner">Length of the rows of a and b.</param>
    /// <param name="cancel">Checked about every 100 ms of work.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void ByRows(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int inner, CancellationToken cancel)
    {
        var (rows, columns) = (a.Length / inner, b.Length / inner);
        if (a.Length != (long)rows * inner || b.Length != (long)columns * inner || c.Length != (long)rows * columns)
        {
            throw new ArgumentException($"Sizes do not fit: {a.Length} and {b.Length} entries of inner size {inner} into {c.Length}.");
        }

        if (c.Length == 0)
        {
            return;
        }

        // A run cannot be stopped inside, so none has more than about 5 GFLOP.
        var rowsPerRun = (int)Math.Clamp(2_500_000_000L / ((long)inner * columns), 1, rows);
        using var options = new RunOptions();
        fixed (float* left = a, right = b, product = c)
        {
            using var b0 = OrtTensors.Over(right, columns, inner);
            for (var row = 0; row < rows; row += rowsPerRun)
            {
                var count = Math.Min(rowsPerRun, rows - row);
                using var a0 = OrtTensors.Over(left + ((long)row * inner), count, inner);
                using var c0 = OrtTensors.Over(product + ((long)row * columns), count, columns);
                session.Value.Run([a0, b0], OutputNames, [c0], options, cancel);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (session.IsValueCreated)
        {
            session.Value.Dispose();
        }
    }
}
