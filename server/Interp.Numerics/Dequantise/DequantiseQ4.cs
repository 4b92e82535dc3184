using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Interp.Numerics;

/// <content>Blocks of 32 four-bit numbers: byte i holds entry i in its lower and entry i + 16 in its upper half.</content>
public static partial class Dequantise
{
    /// <summary>Q4_0: scale d (half), 16 bytes of halves q; value = d (q - 8).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q40(ReadOnlySpan<byte> stored, Span<float> values)
    {
        const int blockBytes = 2 + (SmallBlock / 2);
        for (int block = 0, at = 0; block < values.Length; block += SmallBlock, at += blockBytes)
        {
            FourBits(stored.Slice(at + 2, SmallBlock / 2), -8, ReadHalf(stored, at), 0, values.Slice(block, SmallBlock));
        }
    }

    /// <summary>Q4_1: scale d and minimum m (halves), 16 bytes of halves q; value = d q + m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q41(ReadOnlySpan<byte> stored, Span<float> values)
    {
        const int blockBytes = 4 + (SmallBlock / 2);
        for (int block = 0, at = 0; block < values.Length; block += SmallBlock, at += blockBytes)
        {
            FourBits(stored.Slice(at + 4, SmallBlock / 2), 0, ReadHalf(stored, at), ReadHalf(stored, at + 2), values.Slice(block, SmallBlock));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourBits(ReadOnlySpan<byte> stored, short shift, float scale, float minimum, Span<float> values)
    {
        var packed = Vector128.Create(stored);
        Store16(packed & Vector128.Create((byte)0xF), shift, scale, minimum, values);
        Store16(packed >>> 4, shift, scale, minimum, values[16..]);
    }

    /// <summary>Sixteen values scale * (quant + shift) + minimum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store16(Vector128<byte> quants, short shift, float scale, float minimum, Span<float> values)
    {
        var (lower, upper) = Vector128.Widen(quants);
        var widened = Vector256.Create(lower, upper).AsInt16() + Vector256.Create(shift);
        Store(widened, Vector256.Create(scale), Vector256.Create(minimum), values[..16]);
    }
}
