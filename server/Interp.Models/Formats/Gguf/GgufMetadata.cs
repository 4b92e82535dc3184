using System.Runtime.InteropServices;
using System.Text;

namespace Interp.Models.Formats.Gguf;

/// <summary>
/// The keys and values of a GGUF header, typed. A key that is absent gives null; a value of another type than asked for is
/// <see cref="Interp.Contracts.ErrorKind.ModelDamaged"/> naming the key. Valid while the file is open; what it returns outlives the file.
/// </summary>
internal sealed class GgufMetadata
{
    /// <summary>Longest single text that is taken out of a file.</summary>
    private const int LongestText = 16 << 20;

    private readonly CheckpointFile file;
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    internal GgufMetadata(CheckpointFile file)
    {
        this.file = file;
    }

    /// <summary>Path of the file, for messages.</summary>
    public string Path => file.Path;

    /// <summary>All keys, in the file's order.</summary>
    public IEnumerable<string> Keys => entries.Keys;

    /// <summary>True where the key exists.</summary>
    public bool Contains(string key) => entries.ContainsKey(key);

    /// <summary>A text.</summary>
    public string? Text(string key)
    {
        if (Find(key) is not { } entry)
        {
            return null;
        }

        if (entry.Type != GgufValueType.String)
        {
            throw Wrong(key, "a text", entry);
        }

        var length = MemoryMarshal.Read<ulong>(file.Bytes(entry.Start, sizeof(ulong)));
        return length <= LongestText
            ? Encoding.UTF8.GetString(file.Bytes(entry.Start + sizeof(ulong), (int)length))
            : throw ModelProblems.Damaged(Path, $"the text of \"{key}\" has {length} bytes");
    }

    /// <summary>A whole number of any width.</summary>
    public long? Integer(string key) => Find(key) is { } entry
        ? AsInteger(entry.Type, entry.Start) ?? throw Wrong(key, "a whole number", entry)
        : null;

    /// <summary>A number, whole or not.</summary>
    public double? Number(string key) => Find(key) is { } entry
        ? AsNumber(entry.Type, entry.Start) ?? throw Wrong(key, "a number", entry)
        : null;

    /// <summary>True or false.</summary>
    public bool? Flag(string key) => Find(key) is { } entry
        ? entry.Type == GgufValueType.Bool ? file.Bytes(entry.Start, 1)[0] != 0 : throw Wrong(key, "true or false", entry)
        : null;

    /// <summary>Whatever the key holds, <c>bool</c>, <c>double</c> or text; an array by its length; null where it is absent or an empty array.</summary>
    public object? Value(string key) => Find(key) is not { } entry ? null : entry.Type switch
    {
        GgufValueType.Bool => Flag(key),
        GgufValueType.String => Text(key),
        GgufValueType.Array => entry.Count == 0 ? null : $"a list of {entry.Count}",
        _ => AsNumber(entry.Type, entry.Start),
    };

    /// <summary>True where the value is an array.</summary>
    public bool IsArray(string key) => Find(key)?.Type == GgufValueType.Array;

    /// <summary>An array of texts.</summary>
    public GgufStringArray? Texts(string key)
    {
        if (Array(key) is not { } entry)
        {
            return null;
        }

        if (entry.Element != GgufValueType.String && entry.Count > 0)
        {
            throw Wrong(key, "an array of texts", entry);
        }

        return entry.Bytes <= int.MaxValue
            ? new GgufStringArray(file.Bytes(entry.Start, (int)entry.Bytes), (int)entry.Count)
            : throw ModelProblems.Damaged(Path, $"the texts of \"{key}\" take {entry.Bytes} bytes");
    }

    /// <summary>An array of whole numbers.</summary>
    public long[]? Integers(string key) => Array(key) is { } entry ? Convert(key, entry, AsInteger, "an array of whole numbers") : null;

    /// <summary>An array of numbers.</summary>
    public double[]? Numbers(string key) => Array(key) is { } entry ? Convert(key, entry, AsNumber, "an array of numbers") : null;

    /// <summary>Takes in the next key and value; <paramref name="cursor"/> stands before the key.</summary>
    internal void ReadNext(ref GgufCursor cursor)
    {
        var key = cursor.ReadName("the name of a key");
        var type = (GgufValueType)cursor.Read<uint>();
        var (start, count, element) = cursor.Skip(key, type);
        if (!entries.TryAdd(key, new Entry(type, element, start, count, cursor.Position - start)))
        {
            throw ModelProblems.Damaged(Path, $"the key \"{key}\" is there twice");
        }
    }

    private Entry? Find(string key) => entries.TryGetValue(key, out var entry) ? entry : null;

    private Entry? Array(string key) => Find(key) is not { } entry ? null
        : entry.Type == GgufValueType.Array ? entry : throw Wrong(key, "an array", entry);

    private T[] Convert<T>(string key, Entry entry, Func<GgufValueType, long, T?> read, string what)
        where T : struct
    {
        if (entry.Count > file.Length || entry.Count > System.Array.MaxLength)
        {
            throw ModelProblems.Damaged(Path, $"\"{key}\" has {entry.Count} entries");
        }

        var values = new T[entry.Count];
        var size = entry.Count == 0 ? 0 : entry.Bytes / entry.Count;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = read(entry.Element, entry.Start + (i * size)) ?? throw Wrong(key, what, entry);
        }

        return values;
    }

    private long? AsInteger(GgufValueType type, long at) => type switch
    {
        GgufValueType.UInt8 => Raw<byte>(at),
        GgufValueType.Int8 => Raw<sbyte>(at),
        GgufValueType.UInt16 => Raw<ushort>(at),
        GgufValueType.Int16 => Raw<short>(at),
        GgufValueType.UInt32 => Raw<uint>(at),
        GgufValueType.Int32 => Raw<int>(at),
        GgufValueType.Int64 => Raw<long>(at),
        GgufValueType.UInt64 => (long)Math.Min(Raw<ulong>(at), long.MaxValue),
        _ => null,
    };

    private double? AsNumber(GgufValueType type, long at) => type switch
    {
        GgufValueType.Float32 => Raw<float>(at),
        GgufValueType.Float64 => Raw<double>(at),
        _ => AsInteger(type, at),
    };

    private T Raw<T>(long at)
        where T : unmanaged => MemoryMarshal.Read<T>(file.Bytes(at, Marshal.SizeOf<T>()));

    private Contracts.InterpException Wrong(string key, string wanted, Entry entry) =>
        ModelProblems.Damaged(Path, $"\"{key}\" has the type {entry.Type} where {wanted} belongs");

    /// <summary>Where a value is: its content begins at <paramref name="Start"/> and takes <paramref name="Bytes"/>.</summary>
    private readonly record struct Entry(GgufValueType Type, GgufValueType Element, long Start, long Count, long Bytes);
}
