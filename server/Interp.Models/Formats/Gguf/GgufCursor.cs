using System.Runtime.InteropServices;
using System.Text;

namespace Interp.Models.Formats.Gguf;

/// <summary>Reads the header of a GGUF file from front to back; nothing is believed before it is compared with the bytes that are left.</summary>
internal ref struct GgufCursor(CheckpointFile file, long position)
{
    /// <summary>Longest name of a key or tensor. The format's own limit for keys; tensor names are far shorter.</summary>
    private const int LongestName = 65535;

    /// <summary>Deepest nesting of arrays that is followed. Real files have none.</summary>
    private const int DeepestArray = 4;

    /// <summary>Where the next byte is read.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Bytes between here and the end of the file.</summary>
    public readonly long Left => file.Length - Position;

    /// <summary>Reads a number.</summary>
    public T Read<T>()
        where T : unmanaged
    {
        var size = Marshal.SizeOf<T>();
        Need((ulong)size, "a number");
        var value = MemoryMarshal.Read<T>(file.Bytes(Position, size));
        Position += size;
        return value;
    }

    /// <summary>Reads a count of things that take at least <paramref name="bytesEach"/> bytes.</summary>
    public long ReadCount(long bytesEach, string what)
    {
        var count = Read<ulong>();
        if (count > (ulong)(Left / bytesEach))
        {
            throw ModelProblems.Damaged(file.Path, $"it announces {count} {what}, more than its {file.Length} bytes can hold");
        }

        return (long)count;
    }

    /// <summary>Reads the name of a key or tensor; bytes that are no UTF-8 become U+FFFD.</summary>
    public string ReadName(string what)
    {
        var length = Read<ulong>();
        Need(length, what);
        if (length > LongestName)
        {
            throw ModelProblems.Damaged(file.Path, $"{what} has {length} bytes");
        }

        var name = Encoding.UTF8.GetString(file.Bytes(Position, (int)length));
        Position += (long)length;
        return name;
    }

    /// <summary>Passes over a value; returns where its content begins and how many entries it has (1 unless an array).</summary>
    public (long Start, long Count, GgufValueType Element) Skip(string key, GgufValueType type, int depth = 0)
    {
        if (type != GgufValueType.Array)
        {
            var at = Position;
            SkipOne(key, type, depth);
            return (at, 1, type);
        }

        var element = (GgufValueType)Read<uint>();
        var count = ReadCount(SizeOf(key, element), $"entries in \"{key}\"");
        var start = Position;
        if (element is GgufValueType.String or GgufValueType.Array)
        {
            for (long i = 0; i < count; i++)
            {
                SkipOne(key, element, depth + 1);
            }
        }
        else
        {
            Position += count * SizeOf(key, element);
        }

        return (start, count, element);
    }

    private void SkipOne(string key, GgufValueType type, int depth)
    {
        switch (type)
        {
            case GgufValueType.String:
                var length = Read<ulong>();
                Need(length, $"the text of \"{key}\"");
                Position += (long)length;
                break;
            case GgufValueType.Array when depth >= DeepestArray:
                throw ModelProblems.Damaged(file.Path, $"\"{key}\" has arrays in arrays, more than {DeepestArray} deep");
            case GgufValueType.Array:
                Skip(key, type, depth);
                break;
            default:
                var size = SizeOf(key, type);
                Need((ulong)size, $"the value of \"{key}\"");
                Position += size;
                break;
        }
    }

    /// <summary>Bytes of a value, or the least that one takes where that varies.</summary>
    private readonly int SizeOf(string key, GgufValueType type) => type switch
    {
        GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool => 1,
        GgufValueType.UInt16 or GgufValueType.Int16 => 2,
        GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
        GgufValueType.UInt64 or GgufValueType.Int64 or GgufValueType.Float64 or GgufValueType.String => 8,
        GgufValueType.Array => 12,
        _ => throw ModelProblems.Damaged(file.Path, $"\"{key}\" has the value type {(uint)type}, which the format does not have"),
    };

    private readonly void Need(ulong bytes, string what)
    {
        if (bytes > (ulong)Left)
        {
            throw ModelProblems.Damaged(file.Path, $"it ends inside {what} ({bytes} bytes announced, {Left} left)");
        }
    }
}
