using System.Buffers.Binary;

namespace Interp.Figures.Drawing;

/// <summary>Writes the resolution into a PNG, so that programs place it at its true size.</summary>
internal static class PngDensity
{
    // Signature (8) and the header chunk (4 length, 4 type, 13 data, 4 check) come first in every PNG.
    private const int AfterHeader = 33;

    /// <summary>The PNG with a pHYs chunk (PNG specification 11.3.5.3) behind its header.</summary>
    public static byte[] Set(byte[] png, int dotsPerInch)
    {
        var perMetre = (uint)Math.Round(dotsPerInch / 0.0254);
        var chunk = new byte[21];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, 9);
        "pHYs"u8.CopyTo(chunk.AsSpan(4));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8), perMetre);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(12), perMetre);
        chunk[16] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(17), Checksum(chunk.AsSpan(4, 13)));
        return [.. png.AsSpan(0, AfterHeader), .. chunk, .. png.AsSpan(AfterHeader)];
    }

    /// <summary>The CRC-32 of the PNG specification.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1);
            }
        }

        return ~crc;
    }
}
