using System.Runtime.InteropServices;

namespace Interp.Analysis.Contributions;

/// <summary>Statics as bytes: a count of arrays, their lengths, their float32 entries.</summary>
internal static class StaticsCodec
{
    /// <summary>Bytes of some arrays.</summary>
    public static byte[] Write(IReadOnlyList<float[]> arrays)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(arrays.Count);
        foreach (var array in arrays)
        {
            writer.Write(array.Length);
        }

        foreach (var array in arrays)
        {
            writer.Write(MemoryMarshal.AsBytes(array.AsSpan()));
        }

        return bytes.ToArray();
    }

    /// <summary>The arrays, if they have exactly these lengths; else null.</summary>
    public static float[][]? Read(byte[] content, IReadOnlyList<int> lengths)
    {
        var header = sizeof(int) * (1 + lengths.Count);
        if (content.Length != header + (lengths.Sum(length => (long)length) * sizeof(float)))
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(content));
        if (reader.ReadInt32() != lengths.Count || lengths.Any(length => reader.ReadInt32() != length))
        {
            return null;
        }

        var arrays = lengths.Select(length => new float[length]).ToArray();
        foreach (var array in arrays)
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(array.AsSpan()));
        }

        return arrays;
    }
}
