using Interp.Runtime;

namespace Interp.Benchmarks.Measuring;

/// <summary>The machine's own matrix-product rate, measured in the same rounds: [512, 576] x [576, 4096] by ONNX Runtime on the engine's threads.</summary>
public sealed class MatrixRate
{
    private const int Rows = 512;
    private const int Inner = 576;
    private const int Columns = 4096;

    private readonly float[] left = Filled(Rows * Inner);
    private readonly float[] right = Filled(Columns * Inner);
    private readonly float[] product = new float[Rows * Columns];
    private readonly MatrixProduct products;

    /// <summary>The rate of the threads of <paramref name="engine"/>.</summary>
    public MatrixRate(Engine engine) => products = engine.Products;

    /// <summary>Floating-point operations of one <see cref="Run"/>.</summary>
    public static double Operations => 2.0 * Rows * Inner * Columns;

    /// <summary>One product.</summary>
    public void Run() => products.ByRows(left, right, product, Inner, CancellationToken.None);

    private static float[] Filled(int count)
    {
        var values = new float[count];
        for (var index = 0; index < count; index++)
        {
            values[index] = ((index * 7919L % 2003) - 1001) / 1001f;
        }

        return values;
    }
}
