using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Interp.Numerics;

/// <content>Blocks of 32 five-bit numbers: four bits as in Q4, the fifth of entry i is bit i of a word.</content>
public static partial class Dequantise
{
    /// <summary>Q5_0: scale d (half), 32 fifth bits, 16 bytes of halves q; value = d (q - 16).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q50(ReadOnlySpan<byte> stored, Span<float> values)
    {
        const int blockBytes = 2 + 4 + (SmallBlock / 2);
        for (int block = 0, at = 0; block < values.Length; block += SmallBlock, at += blockBytes)
        {
            FiveBits(stored[(at + 2)..], -16, ReadHalf(stored, at), 0, values.Slice(block, SmallBlock));
        }
    }

    /// <summary>Q5_1: scale d and minimum m (halves), 32 fifth bits, 16 bytes of halves q; value = d q + m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q51(ReadOnlySpan<byte> stored, Span<float> values)
    {
        const int blockBytes = 4 + 4 + (SmallBlock / 2);
        for (int block = 0, at = 0; block < values.Length; block += SmallBlock, at += blockBytes)
        {
            FiveBits(stored[(at + 4)..], 0, ReadHalf(stored, at), ReadHalf(stored, at + 2), values.Slice(block, SmallBlock));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FiveBits(ReadOnlySpan<byte> stored, short shift, float scale, float minimum, Span<float> values)
    {
        var fifths = BinaryPrimitives.ReadUInt32LittleEndian(stored);
        var packed = Vector128.Create(stored.Slice(4, SmallBlock / 2));
        Store16((packed & Vector128.Create((byte)0xF)) | Spread((ushort)fifths), shift, scale, minimum, values);
        Store16((packed >>> 4) | Spread((ushort)(fifths >> 16)), shift, scale, minimum, values[16..]);
    }

    /// <summary>Sixteen bits to sixteen bytes of 0 or 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Spread(ushort bits)
    {
        var both = Vector128.Create(Vector64.Create((byte)bits), Vector64.Create((byte)(bits >> 8)));
        var each = Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128);
        return Vector128.Equals(both & each, each) & Vector128.Create((byte)16);
    }
}
