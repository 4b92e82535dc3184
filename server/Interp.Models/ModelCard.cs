using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Models.Formats;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models;

/// <summary>The card of a model folder, <c>card.json</c>: where it is from, under which licence, and what its files must be.</summary>
public sealed record ModelCard
{
    private const string FileName = "card.json";

    private ModelCard(string folder, JsonObject members, IReadOnlyDictionary<string, string> hashes)
    {
        Folder = folder;
        Members = members;
        Hashes = hashes;
    }

    /// <summary>The folder that it describes.</summary>
    public string Folder { get; }

    /// <summary>All members as they stand.</summary>
    public JsonObject Members { get; }

    /// <summary>SHA-256 of each file that the card names, lowercase hexadecimal.</summary>
    public IReadOnlyDictionary<string, string> Hashes { get; }

    /// <summary>The card beside the model at <paramref name="path"/> (a <c>.gguf</c> file or a folder); null where there is none.</summary>
    /// <exception cref="InterpException">ModelDamaged, FileProblem.</exception>
    public static ModelCard? Find(string path)
    {
        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            return null;
        }

        using var document = JsonFile.Read(file);
        if (document.RootElement.ValueKind != JsonValueKind.Object || JsonObject.Create(document.RootElement.Clone()) is not { } members)
        {
            throw ModelProblems.Damaged(file, "it is no JSON object");
        }

        return new ModelCard(folder, members, HashesOf(document.RootElement, file));
    }

    /// <summary>Names of the files that are not what the card says, or are not there; empty where all is well.</summary>
    /// <exception cref="InterpException">FileProblem.</exception>
    /// <exception cref="OperationCanceledException">As asked.</exception>
    public IReadOnlyList<string> WrongFiles(CancellationToken cancel)
    {
        var wrong = new List<string>();
        foreach (var (name, expected) in Hashes.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var path = Path.Combine(Folder, name);
            if (!File.Exists(path) || !string.Equals(ModelHash.OfFile(path, cancel), expected, StringComparison.OrdinalIgnoreCase))
            {
                wrong.Add(name);
            }
        }

        return wrong;
    }

    private static Dictionary<string, string> HashesOf(JsonElement card, string file)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!card.TryGetProperty("sha256", out var listed) || listed.ValueKind != JsonValueKind.Object)
        {
            return hashes;
        }

        foreach (var entry in listed.EnumerateObject())
        {
            var hash = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;
            hashes[entry.Name] = hash is not null && entry.Name == Path.GetFileName(entry.Name) ? hash
                : throw ModelProblems.Damaged(file, $"its hash of \"{entry.Name}\" is none of a file of this folder");
        }

        return hashes;
    }
}
