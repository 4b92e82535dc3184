using System.Numerics.Tensors;

namespace Interp.Analysis.Contributions;

/// <summary>c(x): x minus its mean for a LayerNorm, x itself for an RMSNorm. It is its own transpose: c(x) · y = x · c(y).</summary>
internal static class Centring
{
    /// <summary>Subtracts the mean in place.</summary>
    public static void SubtractMean(Span<float> vector)
    {
        var sum = 0.0;
        foreach (var value in vector)
        {
            sum += value;
        }

        TensorPrimitives.Subtract(vector, (float)(sum / vector.Length), vector);
    }

    /// <summary>Mean of x, and mean of the squares of x minus that mean (<paramref name="centred"/>) or of x.</summary>
    public static double MeanSquare(ReadOnlySpan<float> vector, bool centred)
    {
        var sum = 0.0;
        var squares = 0.0;
        foreach (var value in vector)
        {
            sum += value;
        }

        var mean = centred ? sum / vector.Length : 0;
        foreach (var value in vector)
        {
            squares += (value - mean) * (value - mean);
        }

        return squares / vector.Length;
    }
}
