using System.Numerics;
using Interp.Models.Formats.Gguf.Types;

namespace Interp.Models.Formats.Gguf;

/// <summary>An open GGUF file, version 2 or 3: keys and values, and where each tensor is.</summary>
internal sealed class GgufFile : IDisposable
{
    private const uint Magic = 0x46554747; // "GGUF"
    private const int MostAxes = 4;

    /// <summary>Least bytes of a key (length, type, one byte of value) and of a tensor's entry (length, axes, type, offset).</summary>
    private const int LeastKeyBytes = 8 + 4 + 1;
    private const int LeastTensorBytes = 8 + 4 + 4 + 8;

    private readonly CheckpointFile file;
    private readonly Dictionary<string, StoredTensor> tensors = new(StringComparer.Ordinal);

    private GgufFile(CheckpointFile file)
    {
        this.file = file;
        Metadata = new GgufMetadata(file);
    }

    /// <summary>Absolute path.</summary>
    public string Path => file.Path;

    /// <summary>The file itself.</summary>
    public CheckpointFile File => file;

    /// <summary>Keys and values.</summary>
    public GgufMetadata Metadata { get; }

    /// <summary>Tensors by name.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors => tensors;

    /// <summary>Opens <paramref name="path"/> and checks its table of tensors against its size.</summary>
    /// <exception cref="Interp.Contracts.InterpException">FileProblem, ModelDamaged, ModelUnsupported.</exception>
    public static GgufFile Open(string path)
    {
        var file = CheckpointFile.Open(path);
        try
        {
            var gguf = new GgufFile(file);
            gguf.ReadHeader();
            return gguf;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void ReadHeader()
    {
        CheckMagic();
        var cursor = new GgufCursor(file, sizeof(uint));
        CheckVersion(cursor.Read<uint>());
        var tensorCount = cursor.ReadCount(LeastTensorBytes, "tensors");
        var keyCount = cursor.ReadCount(LeastKeyBytes, "keys");
        for (long i = 0; i < keyCount; i++)
        {
            Metadata.ReadNext(ref cursor);
        }

        var alignment = Alignment();
        var entries = new List<(string Name, TensorType Type, long[] Shape, ulong Offset)>();
        for (long i = 0; i < tensorCount; i++)
        {
            entries.Add(ReadEntry(ref cursor));
        }

        var dataStart = (cursor.Position + alignment - 1) / alignment * alignment;
        foreach (var entry in entries)
        {
            Place(entry.Name, entry.Type, entry.Shape, entry.Offset, dataStart, alignment);
        }

        TensorTable.RefuseOverlaps(tensors.Values, file.Path);
    }

    private void CheckMagic()
    {
        if (file.Length < sizeof(uint))
        {
            throw ModelProblems.Damaged(Path, file.Length == 0 ? "it is empty" : $"it has {file.Length} bytes and ends inside the first word");
        }

        var magic = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(file.Bytes(0, sizeof(uint)));
        if (magic == Magic)
        {
            return;
        }

        var start = file.Bytes(0, (int)Math.Min(file.Length, 64));
        throw start.StartsWith("version https://git-lfs"u8)
            ? ModelProblems.Damaged(Path, "it is a Git LFS pointer in place of the model", "Fetch the model itself: git lfs pull.")
            : ModelProblems.Damaged(
                Path,
                $"it is no GGUF file (it begins with {Convert.ToHexString(start[..4])})",
                "Give the path of a .gguf file, or of a folder with config.json and model.safetensors.");
    }

    private void CheckVersion(uint version)
    {
        if (version is 2 or 3)
        {
            return;
        }

        if (version != 0 && (version & 0xFFFF) == 0)
        {
            throw ModelProblems.Unsupported(Path, "it is a big-endian GGUF file", "Convert it to little-endian (gguf-convert-endian).");
        }

        throw ModelProblems.Unsupported(Path, $"it is GGUF version {version}; versions 2 and 3 are read", "Convert the model again with a present-day converter.");
    }

    private long Alignment()
    {
        const string key = "general.alignment";
        var alignment = Metadata.Integer(key) ?? 32;
        return alignment is > 0 and <= 1 << 30 && BitOperations.IsPow2(alignment)
            ? alignment
            : throw ModelProblems.Damaged(Path, $"\"{key}\" is {alignment}, which is no power of two");
    }

    private (string Name, TensorType Type, long[] Shape, ulong Offset) ReadEntry(ref GgufCursor cursor)
    {
        var name = cursor.ReadName("the name of a tensor");
        var axes = cursor.Read<uint>();
        if (axes > MostAxes)
        {
            throw ModelProblems.Damaged(Path, $"the tensor \"{name}\" has {axes} axes; the format allows {MostAxes}");
        }

        var shape = new long[axes];
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            // The file names the contiguous axis first; shapes here are row-major.
            var length = cursor.Read<ulong>();
            shape[i] = length <= long.MaxValue ? (long)length : throw ModelProblems.Damaged(Path, $"the tensor \"{name}\" has an axis of {length}");
        }

        var number = cursor.Read<uint>();
        var type = GgufTypes.Find(number) ?? throw ModelProblems.Unsupported(
            Path, $"the tensor \"{name}\" has the type {number}, which is not known", "Convert the model to a type that is read, e.g. F16, Q8_0 or Q4_K.");
        return (name, type, shape, cursor.Read<ulong>());
    }

    private void Place(string name, TensorType type, long[] shape, ulong offset, long dataStart, long alignment)
    {
        var columns = shape.Length == 0 ? 1 : shape[^1];
        if (columns % type.BlockValues != 0)
        {
            throw ModelProblems.Damaged(Path, $"the rows of \"{name}\" have {columns} entries, no whole number of {type.Name} blocks of {type.BlockValues}");
        }

        if (offset % (ulong)alignment != 0)
        {
            throw ModelProblems.Damaged(Path, $"the tensor \"{name}\" begins at {offset}, which the alignment {alignment} does not divide");
        }

        var bytes = TensorTable.SizeOf(shape, type);
        var room = Math.Max(0, file.Length - dataStart);
        if (bytes > room || (Int128)offset > room - bytes)
        {
            throw ModelProblems.Damaged(Path, $"the tensor \"{name}\" goes beyond the end of the file");
        }

        var tensor = new StoredTensor(name, type, shape, file, dataStart + (long)offset, (long)bytes);
        if (!tensors.TryAdd(name, tensor))
        {
            throw ModelProblems.Damaged(Path, $"the tensor \"{name}\" is there twice");
        }
    }
}
