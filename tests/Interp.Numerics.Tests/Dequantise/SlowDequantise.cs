using System.Buffers.Binary;

namespace Interp.Numerics.Tests;

/// <summary>The slow twins: one entry of one block at a time, as the format is described.</summary>
internal static class SlowDequantise
{
    /// <summary>Entry <paramref name="i"/> of a block of <paramref name="type"/>.</summary>
    public static float Entry(string type, ReadOnlySpan<byte> block, int i) => type switch
    {
        "F16" => Half(block, 0),
        "BF16" => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(block) << 16),
        "Q8_0" => Half(block, 0) * (sbyte)block[2 + i],
        "Q4_0" => Half(block, 0) * (Nibble(block[2..], i) - 8),
        "Q4_1" => (Half(block, 0) * Nibble(block[4..], i)) + Half(block, 2),
        "Q5_0" => Half(block, 0) * (Nibble(block[6..], i) + (16 * Bit(block[2..], i)) - 16),
        "Q5_1" => (Half(block, 0) * (Nibble(block[8..], i) + (16 * Bit(block[4..], i)))) + Half(block, 2),
        "Q2_K" => Q2K(block, i),
        "Q3_K" => Q3K(block, i),
        "Q4_K" => WithMinimum(block, i, LongNibble(block[16..], i)),
        "Q5_K" => WithMinimum(block, i, LongNibble(block[48..], i) + (((block[16 + (i % 32)] >> (i / 32)) & 1) * 16)),
        "Q6_K" => Q6K(block, i),
        _ => throw new ArgumentException(type),
    };

    private static float Half(ReadOnlySpan<byte> block, int at) => (float)BinaryPrimitives.ReadHalfLittleEndian(block[at..]);

    private static int Nibble(ReadOnlySpan<byte> packed, int i) => i < 16 ? packed[i] & 15 : packed[i - 16] >> 4;

    private static int Bit(ReadOnlySpan<byte> bits, int i) => (bits[i / 8] >> (i % 8)) & 1;

    /// <summary>64 entries share 32 bytes: the first 32 in the lower, the others in the upper halves.</summary>
    private static int LongNibble(ReadOnlySpan<byte> packed, int i) => (packed[(i / 64 * 32) + (i % 32)] >> (i % 64 / 32 * 4)) & 15;

    private static int Quarter(ReadOnlySpan<byte> packed, int i) => (packed[(i / 128 * 32) + (i % 32)] >> (i % 128 / 32 * 2)) & 3;

    private static float Q2K(ReadOnlySpan<byte> block, int i)
    {
        var scales = block[i / 16];
        return (Half(block, 80) * (scales & 15) * Quarter(block[16..], i)) - (Half(block, 82) * (scales >> 4));
    }

    private static float Q3K(ReadOnlySpan<byte> block, int i)
    {
        var group = i / 16;
        var scales = block[96..];
        var lower = group < 8 ? scales[group] & 15 : scales[group - 8] >> 4;
        var scale = (lower + (((scales[8 + (group % 4)] >> (group / 4 * 2)) & 3) * 16)) - 32;
        var third = (block[i % 32] >> (i / 32)) & 1;
        return Half(block, 108) * scale * (Quarter(block[32..], i) - (third == 1 ? 0 : 4));
    }

    private static float WithMinimum(ReadOnlySpan<byte> block, int i, int quant)
    {
        var packed = block.Slice(4, 12);
        var group = i / 32;
        var scale = group < 4 ? packed[group] & 63 : (packed[group + 4] & 15) + (packed[group - 4] / 64 * 16);
        var minimum = group < 4 ? packed[group + 4] & 63 : (packed[group + 4] / 16) + (packed[group] / 64 * 16);
        return (Half(block, 0) * scale * quant) - (Half(block, 2) * minimum);
    }

    private static float Q6K(ReadOnlySpan<byte> block, int i)
    {
        var (half, run, column) = (i / 128, i % 128 / 32, i % 32);
        var lower = (block[(half * 64) + (run % 2 * 32) + column] >> (run / 2 * 4)) & 15;
        var upper = (block[128 + (half * 32) + column] >> (run * 2)) & 3;
        return Half(block, 208) * (sbyte)block[192 + (i / 16)] * (lower + (upper * 16) - 32);
    }
}
