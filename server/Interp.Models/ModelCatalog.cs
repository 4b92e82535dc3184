using System.Security;
using Interp.Contracts;
using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models;

/// <summary>The models that are on this machine.</summary>
public static class ModelCatalog
{
    private const int DeepestFolder = 3;

    /// <summary>All models in the roots of <see cref="ModelFolders"/> and in the Hugging Face cache; only headers are read. What cannot be looked at is left out.</summary>
    public static IReadOnlyList<CatalogEntry> List()
    {
        var found = new List<CatalogEntry>();
        foreach (var root in ModelFolders.Roots.Where(root => Directory.Exists(root.Path)))
        {
            Add(root.Path, root.Source, 0, found);
        }

        foreach (var (name, path) in HubCache.All())
        {
            var before = found.Count;
            Add(path, "huggingface", DeepestFolder, found);
            for (var i = before; i < found.Count; i++)
            {
                found[i] = found[i] with { Name = name };
            }
        }

        return [.. found.DistinctBy(entry => entry.Path, StringComparer.Ordinal)];
    }

    private static void Add(string folder, string source, int depth, List<CatalogEntry> found)
    {
        try
        {
            var weights = Directory.GetFiles(folder, "*.safetensors");
            var ggufs = Directory.GetFiles(folder, "*.gguf").Order(StringComparer.Ordinal).ToArray();
            var config = Path.Combine(folder, "config.json");
            if (weights.Length > 0 && File.Exists(config))
            {
                var bytes = weights.Append(config).Sum(file => new FileInfo(file).Length);
                found.Add(new CatalogEntry(ModelFolders.NameOf(folder), folder, "safetensors", FamilyOfConfig(config), bytes, source));
            }
            else
            {
                found.AddRange(ggufs.Select(file => new CatalogEntry(
                    ModelFolders.NameOf(file), file, "gguf", FamilyOfGguf(file), new FileInfo(file).Length, source)));
            }

            if (depth < DeepestFolder)
            {
                foreach (var inner in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
                {
                    Add(inner, source, depth + 1, found);
                }
            }
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException or SecurityException)
        {
            // A folder that may not be listed holds no models that could be used.
        }
    }

    private static string? FamilyOfConfig(string config)
    {
        try
        {
            return ConfigSettings.Open(config).Text("model_type");
        }
        catch (InterpException)
        {
            return null;
        }
    }

    private static string? FamilyOfGguf(string path)
    {
        try
        {
            using var file = GgufFile.Open(path);
            return file.Metadata.Text("general.architecture");
        }
        catch (InterpException)
        {
            return null;
        }
    }
}

/// <summary>A model that is here.</summary>
/// <param name="Name">Name that <see cref="ModelFolders.Resolve"/> takes.</param>
/// <param name="Path">The <c>.gguf</c> file or the folder, absolute.</param>
/// <param name="Format"><c>gguf</c> or <c>safetensors</c>.</param>
/// <param name="Family">What its settings say; null where they cannot be read.</param>
/// <param name="Bytes">Of its settings and weights.</param>
/// <param name="Source"><c>embedded</c>, <c>INTERP_MODELS</c> or <c>huggingface</c>.</param>
public sealed record CatalogEntry(string Name, string Path, string Format, string? Family, long Bytes, string Source);
