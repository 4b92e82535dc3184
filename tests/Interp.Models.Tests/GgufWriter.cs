using System.Text;

namespace Interp.Models.Tests;

/// <summary>Writes GGUF files, sound ones and others.</summary>
internal sealed class GgufWriter
{
    private const int Alignment = 32;
    private readonly List<byte> keys = [];
    private readonly List<byte> table = [];
    private readonly List<byte> data = [];
    private int keyCount;
    private int tensorCount;

    public GgufWriter Text(string key, string value) => Key(key, 8, writer => Put(writer, value));

    public GgufWriter Size(string key, uint value) => Key(key, 4, writer => writer.Write(value));

    public GgufWriter Number(string key, float value) => Key(key, 6, writer => writer.Write(value));

    public GgufWriter Texts(string key, params string[] values) => Key(key, 9, writer =>
    {
        writer.Write(8);
        writer.Write((ulong)values.Length);
        foreach (var value in values)
        {
            Put(writer, value);
        }
    });

    /// <summary>A key whose value is written by <paramref name="value"/>, truthfully or not.</summary>
    public GgufWriter Key(string key, int type, Action<BinaryWriter> value)
    {
        Append(keys, writer =>
        {
            Put(writer, key);
            writer.Write(type);
            value(writer);
        });
        keyCount++;
        return this;
    }

    /// <summary>A float32 tensor; <paramref name="shape"/> is row-major.</summary>
    public GgufWriter Tensor(string name, int[] shape, Func<int, float> value)
    {
        Entry(name, [.. shape.Reverse().Select(axis => (ulong)axis)], 0, (ulong)data.Count);
        Append(data, writer =>
        {
            for (var i = 0; i < shape.Aggregate(1, (product, axis) => product * axis); i++)
            {
                writer.Write(value(i));
            }
        });
        data.AddRange(new byte[(Alignment - (data.Count % Alignment)) % Alignment]);

        return this;
    }

    /// <summary>An entry of the table alone; <paramref name="axes"/> as in the file, contiguous first.</summary>
    public GgufWriter Entry(string name, ulong[] axes, uint type, ulong offset)
    {
        Append(table, writer =>
        {
            Put(writer, name);
            writer.Write(axes.Length);
            foreach (var axis in axes)
            {
                writer.Write(axis);
            }

            writer.Write(type);
            writer.Write(offset);
        });
        tensorCount++;
        return this;
    }

    /// <summary>The file; counts other than the true ones where given.</summary>
    public byte[] File(ulong? tensors = null, ulong? pairs = null, uint version = 3)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("GGUF"u8);
        writer.Write(version);
        writer.Write(tensors ?? (ulong)tensorCount);
        writer.Write(pairs ?? (ulong)keyCount);
        writer.Write(keys.ToArray());
        writer.Write(table.ToArray());
        while (file.Length % Alignment != 0)
        {
            writer.Write((byte)0);
        }

        writer.Write(data.ToArray());
        writer.Flush();
        return file.ToArray();
    }

    private static void Append(List<byte> target, Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        writer.Flush();
        target.AddRange(stream.ToArray());
    }

    private static void Put(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
