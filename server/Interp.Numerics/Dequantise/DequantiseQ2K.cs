using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Interp.Numerics;

/// <content>Super-blocks of 256 two- and three-bit numbers in sixteen groups.</content>
public static partial class Dequantise
{
    private const int LargeBlock = 256;
    private const int Group = 16;

    /// <summary>
    /// Q2_K: 16 bytes with a group's scale s in the lower and its minimum m in the upper half, 64 bytes of quarters q, then halves d and e;
    /// value = d s q - e m.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q2K(ReadOnlySpan<byte> stored, Span<float> values)
    {
        const int blockBytes = 84;
        for (int block = 0, at = 0; block < values.Length; block += LargeBlock, at += blockBytes)
        {
            var super = stored.Slice(at, blockBytes);
            var (scale, minimum) = (ReadHalf(super, 80), ReadHalf(super, 82));
            for (var group = 0; group < LargeBlock / Group; group++)
            {
                Store16(
                    Quarters(super[16..], group), 0, scale * (super[group] & 0xF), -(minimum * (super[group] >> 4)),
                    values.Slice(block + (group * Group), Group));
            }
        }
    }

    /// <summary>
    /// Q3_K: 32 bytes of third bits, 64 bytes of quarters q, 12 bytes of scales s of six bits, half d;
    /// value = d (s - 32) (q - 4 where the third bit is clear).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q3K(ReadOnlySpan<byte> stored, Span<float> values)
    {
        const int blockBytes = 110;
        for (int block = 0, at = 0; block < values.Length; block += LargeBlock, at += blockBytes)
        {
            var super = stored.Slice(at, blockBytes);
            var scales = super.Slice(96, 12);
            var scale = ReadHalf(super, 108);
            for (var group = 0; group < LargeBlock / Group; group++)
            {
                var lower = group < 8 ? scales[group] & 0xF : scales[group - 8] >> 4;
                var upper = (scales[8 + (group % 4)] >> (2 * (group / 4))) & 3;

                // Bit n of a third-bit byte belongs to the n-th run of 32 entries.
                var bit = Vector128.Create((byte)(1 << (group / 2)));
                var thirds = Vector128.Create(super.Slice(group % 2 * Group, Group)) & bit;
                var quants = Quarters(super[32..], group) + (Vector128.Equals(thirds, bit) & Vector128.Create((byte)4));
                Store16(quants, -4, scale * ((lower | (upper << 4)) - 32), 0, values.Slice(block + (group * Group), Group));
            }
        }
    }

    /// <summary>The sixteen two-bit numbers of a group: eight groups share 32 bytes, two by two at shifts 0, 2, 4, 6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Quarters(ReadOnlySpan<byte> packed, int group)
    {
        var start = (group / 8 * 32) + (group % 2 * Group);
        return (Vector128.Create(packed.Slice(start, Group)) >>> (group % 8 / 2 * 2)) & Vector128.Create((byte)3);
    }
}
