using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Interp.Numerics;

/// <summary>What a stretch of logits adds to a softmax: its greatest value, the sum of exponentials, and the sum for the entropy.</summary>
/// <remarks>Exponentials are float32 with a relative error below 3e-7; sums are double.</remarks>
public static class SoftmaxSums
{
    // Below this a term is less than float's smallest normal number and adds nothing to a sum that holds a 1.
    private const float Least = -87f;
    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    // Adding and subtracting 1.5 * 2^23 rounds to the nearest integer, which then stands in the low bits.
    private const float Rounder = 12582912f;

    // Float sums of so many terms per lane lose less than one digit of double's head start.
    private const int TermsPerLane = 8;

    /// <summary>The greatest of <paramref name="values"/> (at least one); not-a-number when any of them is not finite.</summary>
    public static float FiniteMax(ReadOnlySpan<float> values) =>
        Vector512.IsHardwareAccelerated ? FiniteMaxWide(values) : FiniteMaxNarrow(values);

    /// <summary>Sum of exp(v - shift) and sum of (v - shift) exp(v - shift) over <paramref name="values"/>.</summary>
    /// <param name="values">Finite; none above <paramref name="shift"/>.</param>
    /// <param name="shift">Usually the greatest of them.</param>
    public static (double Sum, double Weighted) Of(ReadOnlySpan<float> values, float shift) =>
        Vector512.IsHardwareAccelerated ? OfWide(values, shift) : OfNarrow(values, shift);

    internal static float FiniteMaxWide(ReadOnlySpan<float> values)
    {
        var most = Vector512.Create(values[0]);
        var odd = Vector512<float>.Zero;
        var index = 0;
        for (; index <= values.Length - Vector512<float>.Count; index += Vector512<float>.Count)
        {
            var part = Vector512.Create(values[index..]);
            most = Vector512.MaxNative(most, part);

            // The native maximum may drop what is no number; x - x is 0 for numbers and not-a-number for the rest, and a sum keeps that.
            odd += part - part;
        }

        return WithRest(values[index..], Greatest(Vector256.Max(most.GetLower(), most.GetUpper())), Vector512.Sum(odd));
    }

    internal static float FiniteMaxNarrow(ReadOnlySpan<float> values)
    {
        var most = Vector256.Create(values[0]);
        var odd = Vector256<float>.Zero;
        var index = 0;
        for (; index <= values.Length - Vector256<float>.Count; index += Vector256<float>.Count)
        {
            var part = Vector256.Create(values[index..]);
            most = Vector256.MaxNative(most, part);
            odd += part - part;
        }

        return WithRest(values[index..], Greatest(most), Vector256.Sum(odd));
    }

    internal static (double Sum, double Weighted) OfWide(ReadOnlySpan<float> values, float shift)
    {
        var sum = Vector512<double>.Zero;
        var weighted = Vector512<double>.Zero;
        var shifts = Vector512.Create(shift);
        var index = 0;
        while (index <= values.Length - Vector512<float>.Count)
        {
            var sums = Vector512<float>.Zero;
            var weights = Vector512<float>.Zero;
            var end = Math.Min(values.Length, index + (TermsPerLane * Vector512<float>.Count));
            for (; index <= end - Vector512<float>.Count; index += Vector512<float>.Count)
            {
                var below = Vector512.MaxNative(Vector512.Create(values[index..]) - shifts, Vector512.Create(Least));
                var term = Exp(below);
                sums += term;
                weights = Vector512.FusedMultiplyAdd(below, term, weights);
            }

            sum += Vector512.WidenLower(sums) + Vector512.WidenUpper(sums);
            weighted += Vector512.WidenLower(weights) + Vector512.WidenUpper(weights);
        }

        return Add(values[index..], shift, Vector512.Sum(sum), Vector512.Sum(weighted));
    }

    internal static (double Sum, double Weighted) OfNarrow(ReadOnlySpan<float> values, float shift)
    {
        var sum = Vector256<double>.Zero;
        var weighted = Vector256<double>.Zero;
        var shifts = Vector256.Create(shift);
        var index = 0;
        while (index <= values.Length - Vector256<float>.Count)
        {
            var sums = Vector256<float>.Zero;
            var weights = Vector256<float>.Zero;
            var end = Math.Min(values.Length, index + (TermsPerLane * Vector256<float>.Count));
            for (; index <= end - Vector256<float>.Count; index += Vector256<float>.Count)
            {
                var below = Vector256.MaxNative(Vector256.Create(values[index..]) - shifts, Vector256.Create(Least));
                var term = Exp(below);
                sums += term;
                weights = Vector256.FusedMultiplyAdd(below, term, weights);
            }

            sum += Vector256.WidenLower(sums) + Vector256.WidenUpper(sums);
            weighted += Vector256.WidenLower(weights) + Vector256.WidenUpper(weights);
        }

        return Add(values[index..], shift, Vector256.Sum(sum), Vector256.Sum(weighted));
    }

    private static float Greatest(Vector256<float> values)
    {
        var half = Vector128.Max(values.GetLower(), values.GetUpper());
        return Math.Max(Math.Max(half[0], half[1]), Math.Max(half[2], half[3]));
    }

    private static float WithRest(ReadOnlySpan<float> rest, float greatest, float odd)
    {
        foreach (var value in rest)
        {
            greatest = Math.Max(greatest, value);
            odd += value - value;
        }

        return greatest + odd;
    }

    private static (double Sum, double Weighted) Add(ReadOnlySpan<float> rest, float shift, double sum, double weighted)
    {
        foreach (var value in rest)
        {
            var below = Math.Max((double)value - shift, Least);
            var term = Math.Exp(below);
            sum += term;
            weighted += below * term;
        }

        return (sum, weighted);
    }

    // exp(x) = 2^k exp(r) with x = k ln 2 + r, |r| <= ln 2 / 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Exp(Vector512<float> x)
    {
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(Log2E), Vector512.Create(Rounder));
        var k = shifted - Vector512.Create(Rounder);
        var r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-Ln2High), x);
        r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-Ln2Low), r);
        var tail = Vector512.FusedMultiplyAdd(r, Vector512.Create(1f / 720), Vector512.Create(1f / 120));
        tail = Vector512.FusedMultiplyAdd(r, tail, Vector512.Create(1f / 24));
        tail = Vector512.FusedMultiplyAdd(r, tail, Vector512.Create(1f / 6));
        tail = Vector512.FusedMultiplyAdd(r, tail, Vector512.Create(0.5f));
        tail = Vector512.FusedMultiplyAdd(r, tail, Vector512<float>.One);
        var fraction = Vector512.FusedMultiplyAdd(r, tail, Vector512<float>.One);
        var power = ((shifted.AsInt32() + Vector512.Create(127)) << 23).AsSingle();
        return fraction * power;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exp(Vector256<float> x)
    {
        var shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(Log2E), Vector256.Create(Rounder));
        var k = shifted - Vector256.Create(Rounder);
        var r = Vector256.FusedMultiplyAdd(k, Vector256.Create(-Ln2High), x);
        r = Vector256.FusedMultiplyAdd(k, Vector256.Create(-Ln2Low), r);
        var tail = Vector256.FusedMultiplyAdd(r, Vector256.Create(1f / 720), Vector256.Create(1f / 120));
        tail = Vector256.FusedMultiplyAdd(r, tail, Vector256.Create(1f / 24));
        tail = Vector256.FusedMultiplyAdd(r, tail, Vector256.Create(1f / 6));
        tail = Vector256.FusedMultiplyAdd(r, tail, Vector256.Create(0.5f));
        tail = Vector256.FusedMultiplyAdd(r, tail, Vector256<float>.One);
        var fraction = Vector256.FusedMultiplyAdd(r, tail, Vector256<float>.One);
        var power = ((shifted.AsInt32() + Vector256.Create(127)) << 23).AsSingle();
        return fraction * power;
    }
}
