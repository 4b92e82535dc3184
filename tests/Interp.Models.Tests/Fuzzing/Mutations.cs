using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using CsCheck;

namespace Interp.Models.Tests.Fuzzing;

/// <summary>Damages files the way that disks, downloads and strangers do: bits, numbers, lengths, pieces that are missing or there twice.</summary>
internal sealed class Mutations(uint seed)
{
    private readonly PCG random = new(seed);

    private static readonly long[] numbers =
    [
        0, 1, -1, 2, 7, 8, 31, 32, 127, 128, 255, 256, 0x7FFF, 0xFFFF, 1 << 20, int.MaxValue, int.MinValue, uint.MaxValue,
        1L << 32, (1L << 40) + 3, long.MaxValue, long.MinValue,
    ];

    private static readonly string[] values =
    [
        "0", "-1", "1e308", "1e400", "4294967296", "9223372036854775808", "0.5", "null", "true", "\"\"", "[]", "{}", "\"silu\"", "\"\\ud800\"", "[[[[[[[[[]]]]]]]]]", "1e-320",
    ];

    /// <summary>A number from 0 on, below <paramref name="limit"/>.</summary>
    public int Next(int limit) => (int)random.Next((uint)limit);

    /// <summary>One to four changes of <paramref name="file"/>, most of them where headers stand.</summary>
    public byte[] Of(byte[] file, bool isText)
    {
        var bytes = (byte[])file.Clone();
        for (var change = 1 + Next(isText ? 2 : 4); change > 0 && bytes.Length > 0; change--)
        {
            bytes = isText && Next(8) != 0 ? Value(bytes) : Bytes(bytes);
        }

        return bytes;
    }

    private byte[] Bytes(byte[] bytes)
    {
        var at = Next(4) == 0 ? Next(bytes.Length) : Next(Math.Min(bytes.Length, 4096));
        var count = Math.Min(1 << Next(12), bytes.Length - at);
        switch (Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)Next(256);
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], .. bytes[(at + count)..]];
            case 4:
                return [.. bytes[..(at + count)], .. bytes[at..]];
            case 5:
                var from = Next(bytes.Length);
                bytes.AsSpan(from, Math.Min(count, bytes.Length - from)).ToArray().CopyTo(bytes.AsSpan(at, Math.Min(count, Math.Min(bytes.Length - from, bytes.Length - at))));
                return bytes;
            default:
                var number = new byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(number, numbers[Next(numbers.Length)]);
                number.AsSpan(0, Math.Min(1 << Next(4), bytes.Length - at)).CopyTo(bytes.AsSpan(at));
                return bytes;
        }
    }

    /// <summary>Puts another value where a JSON value stands.</summary>
    private byte[] Value(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var colon = text.IndexOf(':', Next(text.Length));
        if (colon < 0)
        {
            return bytes;
        }

        var end = text.IndexOfAny([',', '}', ']'], colon);
        var value = Next(3) == 0 ? numbers[Next(numbers.Length)].ToString(CultureInfo.InvariantCulture) : values[Next(values.Length)];
        return Encoding.Latin1.GetBytes(string.Concat(text.AsSpan(0, colon + 1), value, end < 0 ? "" : text.AsSpan(end)));
    }
}
