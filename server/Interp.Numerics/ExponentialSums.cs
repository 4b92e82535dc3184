using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Interp.Numerics;

/// <summary>Sums of exponentials over a stretch of the vocabulary: float32 terms, double sums.</summary>
public static class ExponentialSums
{
    // Beyond these, expm1 is -1 to the last bit, or close to float's end: callers take another way long before.
    private const float Least = -87f;
    private const float Greatest = 88f;
    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    // Adding and subtracting 1.5 * 2^23 rounds to the nearest integer, which then stands in the low bits.
    private const float Rounder = 12582912f;

    /// <summary>Sum over t of weights[t] * (exp(factor * values[t]) - 1).</summary>
    /// <param name="weights">Probabilities of the tokens.</param>
    /// <param name="values">Changes of the tokens' logits per unit of <paramref name="factor"/>; same length.</param>
    /// <param name="factor">What multiplies them.</param>
    /// <param name="greatest">Greatest of factor * values[t]; above 60 the sum is of no use.</param>
    /// <returns>The sum; terms have a relative error below 1e-6 however small they are.</returns>
    public static double WeightedExpm1(ReadOnlySpan<float> weights, ReadOnlySpan<float> values, float factor, out float greatest)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, values.Length);
        return Vector512.IsHardwareAccelerated
            ? WeightedExpm1Wide(weights, values, factor, out greatest)
            : WeightedExpm1Narrow(weights, values, factor, out greatest);
    }

    /// <summary>Sum over t of exp(values[t] - shift).</summary>
    public static double Exp(ReadOnlySpan<float> values, float shift)
    {
        var sum = 0.0;
        var rest = values;
        Span<float> terms = stackalloc float[256];
        while (!rest.IsEmpty)
        {
            var count = Math.Min(rest.Length, terms.Length);
            TensorPrimitives.Subtract(rest[..count], shift, terms[..count]);
            TensorPrimitives.Exp(terms[..count], terms[..count]);
            sum += Total(terms[..count]);
            rest = rest[count..];
        }

        return sum;
    }

    /// <summary>ln of the sum over t of exp(values[t]).</summary>
    public static double Log(ReadOnlySpan<float> values)
    {
        var greatest = TensorPrimitives.Max(values);
        return greatest + Math.Log(Exp(values, greatest));
    }

    private static double Total(ReadOnlySpan<float> terms)
    {
        var sums = Vector256<double>.Zero;
        var index = 0;
        for (; index <= terms.Length - Vector256<float>.Count; index += Vector256<float>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(terms[index..]));
            sums += low + high;
        }

        var total = Vector256.Sum(sums);
        foreach (var term in terms[index..])
        {
            total += term;
        }

        return total;
    }

    internal static double WeightedExpm1Wide(ReadOnlySpan<float> weights, ReadOnlySpan<float> values, float factor, out float greatest)
    {
        var low = Vector512<double>.Zero;
        var high = Vector512<double>.Zero;
        var most = Vector512.Create(float.NegativeInfinity);
        var factors = Vector512.Create(factor);
        var index = 0;
        for (; index <= values.Length - Vector512<float>.Count; index += Vector512<float>.Count)
        {
            var change = factors * Vector512.Create(values[index..]);
            most = Vector512.Max(most, change);
            var terms = Vector512.Create(weights[index..]) * Expm1(change);
            var (left, right) = Vector512.Widen(terms);
            low += left;
            high += right;
        }

        greatest = index == 0 ? float.NegativeInfinity : Greater(Vector256.Max(most.GetLower(), most.GetUpper()));
        return Vector512.Sum(low + high) + Remainder(weights[index..], values[index..], factor, ref greatest);
    }

    internal static double WeightedExpm1Narrow(ReadOnlySpan<float> weights, ReadOnlySpan<float> values, float factor, out float greatest)
    {
        var low = Vector256<double>.Zero;
        var high = Vector256<double>.Zero;
        var most = Vector256.Create(float.NegativeInfinity);
        var factors = Vector256.Create(factor);
        var index = 0;
        for (; index <= values.Length - Vector256<float>.Count; index += Vector256<float>.Count)
        {
            var change = factors * Vector256.Create(values[index..]);
            most = Vector256.Max(most, change);
            var terms = Vector256.Create(weights[index..]) * Expm1(change);
            var (left, right) = Vector256.Widen(terms);
            low += left;
            high += right;
        }

        greatest = index == 0 ? float.NegativeInfinity : Greater(most);
        return Vector256.Sum(low + high) + Remainder(weights[index..], values[index..], factor, ref greatest);
    }

    private static double Remainder(ReadOnlySpan<float> weights, ReadOnlySpan<float> values, float factor, ref float greatest)
    {
        var sum = 0.0;
        for (var index = 0; index < values.Length; index++)
        {
            var change = factor * values[index];
            greatest = Math.Max(greatest, change);
            sum += weights[index] * Expm1(Vector256.Create(change))[0];
        }

        return sum;
    }

    private static float Greater(Vector256<float> values)
    {
        var greatest = values[0];
        for (var lane = 1; lane < Vector256<float>.Count; lane++)
        {
            greatest = Math.Max(greatest, values[lane]);
        }

        return greatest;
    }

    // exp(x) - 1 = 2^k (exp(r) - 1) + (2^k - 1) with x = k ln 2 + r: no digits are lost near zero, where k = 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Expm1(Vector256<float> x)
    {
        x = Vector256.Min(Vector256.Max(x, Vector256.Create(Least)), Vector256.Create(Greatest));
        var shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(Log2E), Vector256.Create(Rounder));
        var k = shifted - Vector256.Create(Rounder);
        var r = Vector256.FusedMultiplyAdd(k, Vector256.Create(-Ln2High), x);
        r = Vector256.FusedMultiplyAdd(k, Vector256.Create(-Ln2Low), r);
        var tail = Vector256.FusedMultiplyAdd(r, Vector256.Create(1f / 5040), Vector256.Create(1f / 720));
        tail = Vector256.FusedMultiplyAdd(r, tail, Vector256.Create(1f / 120));
        tail = Vector256.FusedMultiplyAdd(r, tail, Vector256.Create(1f / 24));
        tail = Vector256.FusedMultiplyAdd(r, tail, Vector256.Create(1f / 6));
        tail = Vector256.FusedMultiplyAdd(r, tail, Vector256.Create(0.5f));
        var small = Vector256.FusedMultiplyAdd(r * r, tail, r);
        var power = ((shifted.AsInt32() + Vector256.Create(127)) << 23).AsSingle();
        return Vector256.FusedMultiplyAdd(power, small, power - Vector256<float>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Expm1(Vector512<float> x)
    {
        x = Vector512.Min(Vector512.Max(x, Vector512.Create(Least)), Vector512.Create(Greatest));
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(Log2E), Vector512.Create(Rounder));
        var k = shifted - Vector512.Create(Rounder);
        var r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-Ln2High), x);
        r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-Ln2Low), r);
        var tail = Vector512.FusedMultiplyAdd(r, Vector512.Create(1f / 5040), Vector512.Create(1f / 720));
        tail = Vector512.FusedMultiplyAdd(r, tail, Vector512.Create(1f / 120));
        tail = Vector512.FusedMultiplyAdd(r, tail, Vector512.Create(1f / 24));
        tail = Vector512.FusedMultiplyAdd(r, tail, Vector512.Create(1f / 6));
        tail = Vector512.FusedMultiplyAdd(r, tail, Vector512.Create(0.5f));
        var small = Vector512.FusedMultiplyAdd(r * r, tail, r);
        var power = ((shifted.AsInt32() + Vector512.Create(127)) << 23).AsSingle();
        return Vector512.FusedMultiplyAdd(power, small, power - Vector512<float>.One);
    }
}
