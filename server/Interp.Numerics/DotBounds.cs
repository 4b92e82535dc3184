namespace Interp.Numerics;

/// <summary>A dot product together with how far any float32 evaluation of it can be off.</summary>
public static class DotBounds
{
    // Unit roundoff of float32.
    private const double Unit = 1.0 / (1 << 24);

    /// <summary>left · right in double, and a bound of the error of summing it in float32 in any order, with or without fused operations.</summary>
    /// <remarks>
    /// Higham, Accuracy and Stability of Numerical Algorithms, section 3.1: n u / (1 - n u) times the sum of absolute products; section 2.1:
    /// a product that underflows is off by as much as the smallest float besides.
    /// </remarks>
    public static (double Dot, double Error) Of(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(left.Length, right.Length);
        var dot = 0.0;
        var absolute = 0.0;
        for (var index = 0; index < left.Length; index++)
        {
            var product = (double)left[index] * right[index];
            dot += product;
            absolute += Math.Abs(product);
        }

        var growth = (left.Length + 1) * Unit;
        return (dot, (growth / (1 - growth) * absolute) + (left.Length * (double)float.Epsilon));
    }
}
