using System.Buffers.Binary;
using System.Text.Json;

namespace Interp.Models.Formats.Safetensors;

/// <summary>One .safetensors file: a JSON header that says where each tensor is, then the tensors without holes.</summary>
internal static class SafetensorsFile
{
    /// <summary>Largest header; the format's own limit.</summary>
    private const long LargestHeader = 100_000_000;

    /// <summary>Adds the tensors of <paramref name="file"/> to <paramref name="tensors"/>.</summary>
    /// <exception cref="Interp.Contracts.InterpException">ModelDamaged, ModelUnsupported.</exception>
    public static void Read(CheckpointFile file, Dictionary<string, StoredTensor> tensors)
    {
        var headerBytes = HeaderBytes(file);
        var dataStart = sizeof(ulong) + headerBytes;
        using var header = JsonFile.Parse(file.Path, file.Bytes(sizeof(ulong), headerBytes).ToArray(), "its header is no JSON");
        if (header.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw ModelProblems.Damaged(file.Path, "its header is no JSON object");
        }

        var here = new List<StoredTensor>();
        foreach (var entry in header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__"))
        {
            var tensor = Entry(file, entry, dataStart);
            here.Add(tensor);
            if (!tensors.TryAdd(tensor.Name, tensor))
            {
                throw ModelProblems.Damaged(file.Path, $"the tensor \"{tensor.Name}\" is in two files");
            }
        }

        RefuseHoles(file, here, dataStart);
    }

    private static int HeaderBytes(CheckpointFile file)
    {
        if (file.Length < sizeof(ulong))
        {
            throw ModelProblems.Damaged(file.Path, file.Length == 0 ? "it is empty" : $"it has only {file.Length} bytes");
        }

        var start = file.Bytes(0, (int)Math.Min(file.Length, 64));
        if (start.StartsWith("version https://git-lfs"u8))
        {
            throw ModelProblems.Damaged(file.Path, "it is a Git LFS pointer in place of the weights", "Fetch the weights themselves: git lfs pull.");
        }

        var announced = BinaryPrimitives.ReadUInt64LittleEndian(start);
        return announced is >= 2 and <= LargestHeader && announced <= (ulong)(file.Length - sizeof(ulong))
            ? (int)announced
            : throw ModelProblems.Damaged(file.Path, $"its header announces {announced} bytes; the file has {file.Length}");
    }

    private static StoredTensor Entry(CheckpointFile file, JsonProperty entry, long dataStart)
    {
        var name = entry.Name;
        if (entry.Value.ValueKind != JsonValueKind.Object
            || !entry.Value.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || !entry.Value.TryGetProperty("shape", out var shapes) || Numbers(shapes) is not { } shape
            || !entry.Value.TryGetProperty("data_offsets", out var places) || Numbers(places) is not [var begin, var end])
        {
            throw ModelProblems.Damaged(file.Path, $"the header's entry \"{name}\" has no sound dtype, shape and data_offsets");
        }

        var typeName = dtype.GetString() ?? string.Empty;
        var type = SafetensorsTypes.Find(typeName) ?? throw ModelProblems.Unsupported(
            file.Path, $"the tensor \"{name}\" has the type {typeName}, which is not known", "Save the model as F32, F16 or BF16.");
        if (begin > end || end > file.Length - dataStart)
        {
            throw ModelProblems.Damaged(file.Path, $"the tensor \"{name}\" is said to be at {begin} to {end} of {file.Length - dataStart} bytes");
        }

        if (TensorTable.SizeOf(shape, type) != end - begin)
        {
            throw ModelProblems.Damaged(file.Path, $"the tensor \"{name}\" has {end - begin} bytes, which its shape and type {typeName} do not fit");
        }

        return new StoredTensor(name, type, shape, file, dataStart + begin, end - begin);
    }

    /// <summary>The list of whole numbers from 0 up, or null where it is none.</summary>
    private static long[]? Numbers(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var numbers = new long[list.GetArrayLength()];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (list[i].ValueKind != JsonValueKind.Number || !list[i].TryGetInt64(out numbers[i]) || numbers[i] < 0)
            {
                return null;
            }
        }

        return numbers;
    }

    private static void RefuseHoles(CheckpointFile file, List<StoredTensor> tensors, long dataStart)
    {
        TensorTable.RefuseOverlaps(tensors, file.Path);
        var covered = tensors.Sum(tensor => tensor.Bytes);
        if (covered != file.Length - dataStart)
        {
            throw ModelProblems.Damaged(file.Path, $"{file.Length - dataStart - covered} of its bytes belong to no tensor");
        }
    }
}
