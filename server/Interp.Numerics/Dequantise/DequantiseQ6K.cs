using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Interp.Numerics;

/// <content>Super-blocks of 256 six-bit numbers in sixteen groups.</content>
public static partial class Dequantise
{
    /// <summary>Q6_K: 128 bytes of lower halves, 64 bytes of upper quarters, 16 signed scales s, half d; value = d s (q - 32).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Q6K(ReadOnlySpan<byte> stored, Span<float> values)
    {
        const int blockBytes = 210;
        for (int block = 0, at = 0; block < values.Length; block += LargeBlock, at += blockBytes)
        {
            var super = stored.Slice(at, blockBytes);
            var scale = ReadHalf(super, 208);
            for (var group = 0; group < LargeBlock / Group; group++)
            {
                // Eight groups (two in each of four runs) share 64 bytes of halves and 32 of quarters.
                var (eight, run, part) = (group / 8, group % 8 / 2, group % 2 * Group);
                var packed = Vector128.Create(super.Slice((eight * 64) + (run % 2 * 32) + part, Group));
                var lower = run < 2 ? packed & Vector128.Create((byte)0xF) : packed >>> 4;
                var upper = (Vector128.Create(super.Slice(128 + (eight * 32) + part, Group)) >>> (2 * run)) & Vector128.Create((byte)3);
                Store16(lower | (upper << 4), -32, scale * (sbyte)super[192 + group], 0, values.Slice(block + (group * Group), Group));
            }
        }
    }
}
