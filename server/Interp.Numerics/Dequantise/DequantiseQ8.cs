using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Interp.Numerics;

/// <content>Blocks of 32 around one half-precision scale.</content>
public static partial class Dequantise
{
    private const int SmallBlock = 32;

    /// <summary>Q8_0: scale d (half), 32 signed bytes q; value = d q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q80(ReadOnlySpan<byte> stored, Span<float> values)
    {
        const int blockBytes = 2 + SmallBlock;
        for (int block = 0, at = 0; block < values.Length; block += SmallBlock, at += blockBytes)
        {
            var scale = Vector256.Create(ReadHalf(stored, at));
            var quants = MemoryMarshal.Cast<byte, sbyte>(stored.Slice(at + 2, SmallBlock));
            var (first, second) = Vector256.Widen(Vector256.Create(quants));
            Store(first, scale, Vector256<float>.Zero, values.Slice(block, 16));
            Store(second, scale, Vector256<float>.Zero, values.Slice(block + 16, 16));
        }
    }

    /// <summary>Sixteen values scale * q + minimum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<short> quants, Vector256<float> scale, Vector256<float> minimum, Span<float> values)
    {
        var (lower, upper) = Vector256.Widen(quants);
        ((Vector256.ConvertToSingle(lower) * scale) + minimum).CopyTo(values);
        ((Vector256.ConvertToSingle(upper) * scale) + minimum).CopyTo(values[8..]);
    }
}
