using System.Security;
using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Models.Formats;
using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;
using Interp.Models.Reading;
using Interp.Numerics;

namespace Interp.Models;

/// <summary>Finds and lists models in given folders and a given cache.</summary>
internal sealed class ModelSearch(IReadOnlyList<ModelRoot> roots, HubCache hub)
{
    private const string GgufExtension = ".gguf";
    private const int DeepestFolder = 3;

    /// <summary>Absolute path of what <paramref name="name"/> names; see <see cref="ModelFolders.Resolve"/>.</summary>
    /// <exception cref="InterpException">ModelNotFound with the nearest name, FileProblem.</exception>
    public string Resolve(string name) => Find(name) ?? throw NotFound(name.Replace('\0', ' '));

    /// <summary>Absolute path of what <paramref name="name"/> names, or null.</summary>
    /// <exception cref="InterpException">ModelNotFound (a path), FileProblem.</exception>
    public string? Find(string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        if (Path.IsPathFullyQualified(name) || name.StartsWith('.'))
        {
            var path = Path.GetFullPath(name);
            CheckpointPlace.Look(path);
            return path;
        }

        return roots.Select(root => InRoot(root.Path, name)).OfType<string>().FirstOrDefault() ?? hub.Find(name);
    }

    /// <summary>The name under which users know the model at <paramref name="path"/>.</summary>
    public string NameOf(string path)
    {
        var folder = Path.GetDirectoryName(path);
        var alone = folder is not null && File.Exists(path) && IsAlone(folder);
        foreach (var root in roots)
        {
            if (NameBelow(root.Path, path) is { } below)
            {
                return (alone ? NameBelow(root.Path, folder ?? path) : null) ?? WithoutExtension(below);
            }
        }

        return HubCache.NameOf(path) ?? WithoutExtension(Path.GetFileName(path));
    }

    /// <summary>All models; only headers are read. What cannot be looked at is left out.</summary>
    public IReadOnlyList<CatalogEntry> List()
    {
        var found = new List<CatalogEntry>();
        foreach (var root in roots.Where(root => Directory.Exists(root.Path)))
        {
            Add(root.Path, root.Source, 0, found);
        }

        foreach (var (_, path) in hub.All())
        {
            Add(path, "huggingface", DeepestFolder, found);
        }

        return [.. found.DistinctBy(entry => entry.Path, StringComparer.Ordinal)];
    }

    private void Add(string folder, string source, int depth, List<CatalogEntry> found)
    {
        try
        {
            var config = Path.Combine(folder, "config.json");
            var weights = Directory.GetFiles(folder, "*.safetensors");
            if (weights.Length > 0 && File.Exists(config))
            {
                var bytes = weights.Append(config).Sum(file => new FileInfo(file).Length);
                found.Add(new CatalogEntry(NameOf(folder), folder, "safetensors", FamilyOfConfig(config), bytes, source));
            }
            else
            {
                found.AddRange(Directory.GetFiles(folder, "*" + GgufExtension).Order(StringComparer.Ordinal).Select(file =>
                    new CatalogEntry(NameOf(file), file, "gguf", FamilyOfGguf(file), new FileInfo(file).Length, source)));
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

    /// <summary>True where a folder holds one .gguf file, whose name the folder's then is.</summary>
    private static bool IsAlone(string folder)
    {
        try
        {
            return CheckpointPlace.LoneGguf(folder) is not null;
        }
        catch (InterpException)
        {
            return false;
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

    private static string? InRoot(string root, string name)
    {
        var path = Path.GetFullPath(Path.Combine(root, name));
        return NameBelow(root, path) is null ? null
            : Path.Exists(path) ? path
            : File.Exists(path + GgufExtension) ? path + GgufExtension : null;
    }

    /// <summary>What <paramref name="path"/> is called seen from <paramref name="root"/>, with slashes; null where it is not below.</summary>
    private static string? NameBelow(string root, string path)
    {
        var relative = Path.GetRelativePath(root, path);
        return relative is "." or ".." || Path.IsPathRooted(relative) || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? null
            : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    private static string WithoutExtension(string name) =>
        name.EndsWith(GgufExtension, StringComparison.OrdinalIgnoreCase) && name.Length > GgufExtension.Length ? name[..^GgufExtension.Length] : name;

    private InterpException NotFound(string name)
    {
        var nearest = NearestName.Of(name, List().Select(model => model.Name));
        return new InterpException(
            ErrorKind.ModelNotFound,
            $"There is no model \"{name.ReplaceLineEndings(" ")}\".",
            nearest is null
                ? "Give a path that begins with ./ or /, or a name that `interp models list` shows."
                : $"Did you mean \"{nearest}\"? A path begins with ./ or /.",
            new JsonObject { ["name"] = name, ["nearest"] = nearest });
    }
}
