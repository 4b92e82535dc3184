using System.Text.Json;

namespace Interp.Models.Formats.Safetensors;

/// <summary>A folder with config.json and weights in one .safetensors file or in parts with an index.</summary>
internal static class SafetensorsFolder
{
    private const string SingleName = "model.safetensors";
    private const string IndexName = "model.safetensors.index.json";

    /// <summary>Opens the weights of <paramref name="folder"/>.</summary>
    /// <exception cref="Interp.Contracts.InterpException">ModelUnsupported, ModelDamaged, FileProblem.</exception>
    public static Checkpoint Open(string folder)
    {
        var index = ReadIndex(folder);
        var names = index is null ? [SingleFile(folder)] : index.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var opened = new List<CheckpointFile>();
        try
        {
            var tensors = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
            foreach (var name in names)
            {
                opened.Add(CheckpointFile.Open(PartPath(folder, name)));
                SafetensorsFile.Read(opened[^1], tensors);
            }

            CompareWithIndex(folder, index, tensors);
            var config = new FileInfo(Path.Combine(folder, "config.json"));
            return new Checkpoint(folder, "safetensors", tensors)
            {
                Opened = opened,
                Files = [(config.Name, config.Exists ? config.Length : 0), .. names.Zip(opened, (name, file) => (name, file.Length))],
            };
        }
        catch
        {
            opened.ForEach(file => file.Dispose());
            throw;
        }
    }

    /// <summary>True where the folder has weights of this format.</summary>
    public static bool HasWeights(string folder) => Directory.EnumerateFiles(folder, "*.safetensors").Any()
        || File.Exists(Path.Combine(folder, IndexName));

    private static string SingleFile(string folder)
    {
        if (File.Exists(Path.Combine(folder, SingleName)))
        {
            return SingleName;
        }

        var others = Directory.EnumerateFiles(folder, "*.safetensors").Select(Path.GetFileName).OfType<string>().ToArray();
        return others.Length == 1 ? others[0] : throw ModelProblems.Unsupported(
            folder, $"it has {others.Length} .safetensors files but neither {SingleName} nor {IndexName}", $"Add the index, or keep one file and call it {SingleName}.");
    }

    private static Dictionary<string, string>? ReadIndex(string folder)
    {
        var path = Path.Combine(folder, IndexName);
        if (!File.Exists(path) || File.Exists(Path.Combine(folder, SingleName)))
        {
            return null;
        }

        using var document = JsonFile.Read(path);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
        {
            throw ModelProblems.Damaged(path, "it has no \"weight_map\"");
        }

        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.EnumerateObject())
        {
            var part = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;
            if (part is null || part != Path.GetFileName(part) || part.Contains('\\', StringComparison.Ordinal) || part is "" or "." or "..")
            {
                throw ModelProblems.Damaged(path, $"\"{entry.Name}\" is said to be in {entry.Value.GetRawText()}, which is no file name of this folder");
            }

            places[entry.Name] = part;
        }

        return places;
    }

    private static string PartPath(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw ModelProblems.Damaged(folder, $"the part {name} is not there", "Fetch the missing part.");
    }

    private static void CompareWithIndex(string folder, Dictionary<string, string>? index, Dictionary<string, StoredTensor> tensors)
    {
        foreach (var (name, part) in index ?? [])
        {
            if (!tensors.TryGetValue(name, out var tensor) || Path.GetFileName(tensor.File.Path) != part)
            {
                throw ModelProblems.Damaged(folder, $"the index says that \"{name}\" is in {part}, where it is not");
            }
        }
    }
}
