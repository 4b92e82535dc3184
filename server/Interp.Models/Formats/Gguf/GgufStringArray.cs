using System.Buffers.Binary;
using System.Text;

namespace Interp.Models.Formats.Gguf;

/// <summary>An array of texts as stored: one copy of the bytes and where each text begins. It outlives the file that it came from.</summary>
internal sealed class GgufStringArray
{
    private readonly byte[] bytes;
    private readonly int[] starts;

    /// <summary>
    /// Takes the stored form, each text behind its length of 8 bytes; <paramref name="stored"/> was walked before and holds exactly
    /// <paramref name="count"/>.
    /// </summary>
    internal GgufStringArray(ReadOnlySpan<byte> stored, int count)
    {
        bytes = stored.ToArray();
        starts = new int[count + 1];
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            starts[i] = at + sizeof(ulong);
            at += sizeof(ulong) + (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
        }

        starts[count] = at + sizeof(ulong);
    }

    /// <summary>Number of texts.</summary>
    public int Count => starts.Length - 1;

    /// <summary>The bytes of text <paramref name="index"/>; they need not be valid UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8(int index) => bytes.AsSpan(starts[index], starts[index + 1] - sizeof(ulong) - starts[index]);

    /// <summary>Text <paramref name="index"/>; bytes that are no UTF-8 become U+FFFD.</summary>
    public string this[int index] => Encoding.UTF8.GetString(Utf8(index));
}
