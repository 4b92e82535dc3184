namespace Interp.Models.Formats;

/// <summary>An open checkpoint of any format: its files and where each tensor is.</summary>
internal sealed class Checkpoint(string path, string format, IReadOnlyDictionary<string, StoredTensor> tensors) : IDisposable
{
    /// <summary>The .gguf file or the folder, absolute.</summary>
    public string Path { get; } = path;

    /// <summary><c>gguf</c> or <c>safetensors</c>.</summary>
    public string Format { get; } = format;

    /// <summary>Tensors by name.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; } = tensors;

    /// <summary>Files that hold tensors.</summary>
    public required IReadOnlyList<CheckpointFile> Opened { get; init; }

    /// <summary>Files that count for the hash.</summary>
    public required IReadOnlyList<(string Name, long Bytes)> Files { get; init; }

    /// <summary>What users are told of the checkpoint.</summary>
    public ModelSource Source => new()
    {
        Path = Path,
        Format = Format,
        Files = Files,
        TensorTypes = Tensors.Values.GroupBy(tensor => tensor.Type.Name, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
        Parameters = Tensors.Values.Sum(tensor => tensor.Count),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in Opened)
        {
            file.Dispose();
        }
    }
}
