using System.Runtime.Intrinsics;

namespace Interp.Numerics;

/// <content>Blocks of 32 four-bit numbers: byte i holds entry i in its lower and entry i + 16 in its upper half.</content>
public static partial class Dequantise
{
    /// <summary>Q4_0: scale d (half), 16 bytes of halves q; value = d (q - 8).</summary>
    public static void Q40(ReadOnlySpan<byte> stored, Span<float> values)
    {
        const int blockBytes = 2 + (SmallBlock / 2);
        for (int block = 0, at = 0; block < values.Length; block += SmallBlock, at += blockBytes)
        {
            var scale = Vector256.Create(ReadHalf(stored, at));
            var packed = Vector128.Create(stored.Slice(at + 2, SmallBlock / 2));
            var eight = Vector256.Create((short)8);
            Store(Widened(packed & Vector128.Create((byte)0xF)) - eight, scale, Vector256<float>.Zero, values.Slice(block, 16));
            Store(Widened(packed >>> 4) - eight, scale, Vector256<float>.Zero, values.Slice(block + 16, 16));
        }
    }

    /// <summary>Q4_1: scale d and minimum m (halves), 16 bytes of halves q; value = d q + m.</summary>
    public static void Q41(ReadOnlySpan<byte> stored, Span<float> values)
    {
        const int blockBytes = 4 + (SmallBlock / 2);
        for (int block = 0, at = 0; block < values.Length; block += SmallBlock, at += blockBytes)
        {
            var scale = Vector256.Create(ReadHalf(stored, at));
            var minimum = Vector256.Create(ReadHalf(stored, at + 2));
            var packed = Vector128.Create(stored.Slice(at + 4, SmallBlock / 2));
            Store(Widened(packed & Vector128.Create((byte)0xF)), scale, minimum, values.Slice(block, 16));
            Store(Widened(packed >>> 4), scale, minimum, values.Slice(block + 16, 16));
        }
    }

    private static Vector256<short> Widened(Vector128<byte> bytes)
    {
        var (lower, upper) = Vector128.Widen(bytes);
        return Vector256.Create(lower, upper).AsInt16();
    }
}
