using System.Numerics.Tensors;
using Interp.Models;

namespace Interp.Analysis;

/// <summary>What a norm on a whole branch output (Gemma 2) does to one part of that output, its divisor frozen at the real one.</summary>
internal static class BranchNormScale
{
    /// <summary>part := γ_b ⊙ c(part) / s_b, s_b being the divisor of <paramref name="norm"/> at the raw branch output.</summary>
    /// <param name="spec">Kind and epsilon of the norm.</param>
    /// <param name="norm">The branch norm; null leaves the part as it is.</param>
    /// <param name="coefficients">What multiplies the rows of <paramref name="write"/>.</param>
    /// <param name="write">[inner, D]: W_O or W_out.</param>
    /// <param name="bias">b_O or b_out.</param>
    /// <param name="part">[D], in place.</param>
    public static void Apply(ModelSpec spec, NormWeights? norm, ReadOnlySpan<float> coefficients, Weight write, Weight? bias, Span<float> part)
    {
        if (norm is null)
        {
            return;
        }

        var raw = new double[part.Length];
        for (var row = 0; row < coefficients.Length; row++)
        {
            var direction = write.Row(row);
            for (var column = 0; column < raw.Length; column++)
            {
                raw[column] += (double)coefficients[row] * direction[column];
            }
        }

        for (var column = 0; column < raw.Length && bias is not null; column++)
        {
            raw[column] += bias.Vector[column];
        }

        var mean = spec.Norm == NormKind.Layer ? raw.Average() : 0;
        var scale = Math.Sqrt(raw.Average(value => (value - mean) * (value - mean)) + spec.NormEpsilon);
        if (spec.Norm == NormKind.Layer)
        {
            TensorPrimitives.Subtract(part, TensorPrimitives.Average<float>(part), part);
        }

        TensorPrimitives.Multiply(part, (float)(1 / scale), part);
        TensorPrimitives.Multiply(part, norm.Gain.Vector, part);
    }
}
