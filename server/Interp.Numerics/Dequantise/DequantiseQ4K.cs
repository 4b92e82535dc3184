using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Interp.Numerics;

/// <content>Super-blocks of 256 four- and five-bit numbers in eight groups of 32, each with a scale and a minimum of six bits.</content>
public static partial class Dequantise
{
    /// <summary>Q4_K: halves d and e, 12 bytes of scales s and minima m, 128 bytes of halves q; value = d s q - e m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q4K(ReadOnlySpan<byte> stored, Span<float> values)
    {
        const int blockBytes = 144;
        for (int block = 0, at = 0; block < values.Length; block += LargeBlock, at += blockBytes)
        {
            HalvesWithScales(stored.Slice(at, blockBytes), 16, null, values.Slice(block, LargeBlock));
        }
    }

    /// <summary>Q5_K: as Q4_K with 32 bytes of fifth bits before the halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q5K(ReadOnlySpan<byte> stored, Span<float> values)
    {
        const int blockBytes = 176;
        for (int block = 0, at = 0; block < values.Length; block += LargeBlock, at += blockBytes)
        {
            HalvesWithScales(stored.Slice(at, blockBytes), 48, 16, values.Slice(block, LargeBlock));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void HalvesWithScales(ReadOnlySpan<byte> super, int halves, int? fifths, Span<float> values)
    {
        var (scale, minimum) = (ReadHalf(super, 0), ReadHalf(super, 2));
        for (var group = 0; group < LargeBlock / SmallBlock; group++)
        {
            var (groupScale, groupMinimum) = SixBits(super.Slice(4, 12), group);
            for (var part = 0; part < SmallBlock; part += Group)
            {
                // Two groups share 32 bytes: the first in the lower, the second in the upper halves.
                var packed = Vector128.Create(super.Slice(halves + (group / 2 * SmallBlock) + part, Group));
                var quants = group % 2 == 0 ? packed & Vector128.Create((byte)0xF) : packed >>> 4;
                if (fifths is { } start)
                {
                    var bit = Vector128.Create((byte)(1 << group));
                    quants |= Vector128.Equals(Vector128.Create(super.Slice(start + part, Group)) & bit, bit) & Vector128.Create((byte)16);
                }

                Store16(quants, 0, scale * groupScale, -(minimum * groupMinimum), values.Slice((group * SmallBlock) + part, Group));
            }
        }
    }

    /// <summary>Scale and minimum of a group; the upper bits of the last four are spread over the first eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int Scale, int Minimum) SixBits(ReadOnlySpan<byte> packed, int group) => group < 4
        ? (packed[group] & 63, packed[group + 4] & 63)
        : ((packed[group + 4] & 0xF) | (packed[group - 4] >> 6 << 4), (packed[group + 4] >> 4) | (packed[group] >> 6 << 4));
}
