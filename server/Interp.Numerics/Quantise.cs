using System.Buffers.Binary;
using System.Numerics.Tensors;

namespace Interp.Numerics;

/// <summary>float32 numbers to shorter ones.</summary>
public static class Quantise
{
    private const int Block = 32;
    private const int BlockBytes = 2 + Block;
    private const float Levels = 127;

    /// <summary>The largest finite half-precision number.</summary>
    public const float LargestHalf = 65504;

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
        var inverse = kept > Half.Zero && Half.IsFinite(kept) ? 1 / scale : 0;
        BinaryPrimitives.WriteHalfLittleEndian(stored, kept);
        for (var index = 0; index < Block; index++)
        {
            stored[2 + index] = (byte)(sbyte)MathF.Round(block[index] * inverse, MidpointRounding.AwayFromZero);
        }

        return !float.IsFinite(greatest) || scale < BeyondHalf;
    }
}
