using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Interp.Numerics;

/// <summary>float32 numbers to shorter ones.</summary>
public static class Quantise
{
    private const int Block = 32;
    private const int BlockBytes = 2 + Block;
    private const float Levels = 127;

    /// <summary>Numbers from here on round to no finite half-precision number.</summary>
    private const float BeyondHalf = 65520;

    /// <summary>IEEE half precision, rounded to nearest even.</summary>
    /// <param name="values">Any.</param>
    /// <param name="halves">As many, overwritten.</param>
    /// <returns>False where a finite number is too large for a half.</returns>
    public static bool F16(ReadOnlySpan<float> values, Span<Half> halves)
    {
        TensorPrimitives.ConvertToHalf(values, halves);
        var fits = true;
        if (!values.IsEmpty && !(Math.Abs(TensorPrimitives.MaxMagnitude(values)) < BeyondHalf))
        {
            foreach (var value in values)
            {
                fits &= !float.IsFinite(value) || Math.Abs(value) < BeyondHalf;
            }
        }

        return fits;
    }

    /// <summary>
    /// GGUF's Q8_0 as its reference makes it: for each 32 values the scale d = max |x| / 127 as a half, and x / d rounded, halves away from zero.
    /// Missing values of the last block are 0.
    /// </summary>
    /// <param name="values">Any number.</param>
    /// <param name="stored">34 bytes for each block, overwritten.</param>
    /// <returns>False where a finite number is too large for the scale.</returns>
    public static bool Q80(ReadOnlySpan<float> values, Span<byte> stored)
    {
        var fits = true;
        Span<float> block = stackalloc float[Block];
        for (var at = 0; at < stored.Length; at += BlockBytes)
        {
            var count = Math.Min(Block, values.Length);
            block.Clear();
            values[..count].CopyTo(block);
            values = values[count..];
            fits &= QuantiseBlock(block, stored.Slice(at, BlockBytes));
        }

        return fits;
    }

    private static bool QuantiseBlock(ReadOnlySpan<float> block, Span<byte> stored)
    {
        var greatest = Math.Abs(TensorPrimitives.MaxMagnitude(block));
        var scale = greatest / Levels;
        var kept = (Half)scale;
        var inverse = Vector256.Create(kept > Half.Zero && Half.IsFinite(kept) ? 1 / scale : 0);
        BinaryPrimitives.WriteHalfLittleEndian(stored, kept);
        var first = Vector256.Narrow(Rounded(block, inverse), Rounded(block[8..], inverse));
        var second = Vector256.Narrow(Rounded(block[16..], inverse), Rounded(block[24..], inverse));
        Vector256.Narrow(first, second).CopyTo(MemoryMarshal.Cast<byte, sbyte>(stored[2..]));
        return !float.IsFinite(greatest) || scale < BeyondHalf;
    }

    /// <summary>Eight values times <paramref name="inverse"/>, rounded to the nearest integer, halves away from zero.</summary>
    private static Vector256<int> Rounded(ReadOnlySpan<float> values, Vector256<float> inverse)
    {
        var scaled = Vector256.Create(values) * inverse;
        var whole = Vector256.Truncate(scaled);
        var away = Vector256.CopySign(Vector256<float>.One, scaled);
        var rest = Vector256.Abs(scaled - whole);
        return Vector256.ConvertToInt32(whole + (away & Vector256.GreaterThanOrEqual(rest, Vector256.Create(0.5f))));
    }
}
