using Interp.Runtime.Graphs;
using Interp.Runtime.Providers;
using Interp.Runtime.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace Interp.Runtime.Products;

/// <summary>Plain matrix products over native memory by ONNX Runtime, on the calling thread. May be used by many threads at once.</summary>
internal sealed unsafe class GemmKernel : IDisposable
{
    private static readonly string[] OutputNames = [PartGraphs.Product];
    private readonly GraphSession session;
    private readonly RunOptions options;
    private readonly bool transposeRight;

    /// <summary>a · bᵀ with <paramref name="transposeRight"/>, else a · b.</summary>
    public GemmKernel(bool transposeRight)
    {
        this.transposeRight = transposeRight;
        session = new(PartGraphs.MatrixProduct(transposeRight), CpuProvider.Options(threads: 1));
        options = new RunOptions();
    }

    /// <summary>c [rows, columns] = a [rows, inner] · b, b being [columns, inner] where transposed, else [inner, columns].</summary>
    public void Multiply(float* a, float* b, float* c, int rows, int inner, int columns)
    {
        using var left = OrtTensors.Over(a, rows, inner);
        using var right = transposeRight ? OrtTensors.Over(b, columns, inner) : OrtTensors.Over(b, inner, columns);
        using var product = OrtTensors.Over(c, rows, columns);
        session.Run([left, right], OutputNames, [product], options, CancellationToken.None);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        options.Dispose();
    }
}
