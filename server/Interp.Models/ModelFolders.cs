using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Models.Formats;

namespace Interp.Models;

/// <summary>Finds models by path or name. Never the network.</summary>
public static class ModelFolders
{
    /// <summary>Folder name of the embedded default.</summary>
    public const string DefaultName = "smollm2-135m-instruct";

    /// <summary>Folders that hold models by name, in the order in which they are searched.</summary>
    public static IReadOnlyList<ModelRoot> Roots
    {
        get
        {
            var roots = new List<ModelRoot>();
            if (EmbeddedFolder() is { } embedded)
            {
                roots.Add(new ModelRoot(embedded, "embedded"));
            }

            var listed = Environment.GetEnvironmentVariable("INTERP_MODELS") ?? string.Empty;
            roots.AddRange(listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(folder => new ModelRoot(Path.GetFullPath(folder), "INTERP_MODELS")));
            return roots;
        }
    }

    /// <summary>
    /// Absolute path (a <c>.gguf</c> or a folder) of what <paramref name="name"/> names: a path (absolute, or beginning with <c>.</c>),
    /// else a name in one of <see cref="Roots"/>, else OWNER/NAME in the Hugging Face cache; null is the embedded default.
    /// </summary>
    /// <exception cref="InterpException">ModelNotFound with the nearest name.</exception>
    public static string Resolve(string? name)
    {
        name ??= DefaultName;
        if (Path.IsPathFullyQualified(name) || name.StartsWith('.'))
        {
            var path = Path.GetFullPath(name);
            return Path.Exists(path) ? path : throw ModelProblems.NotFound(
                path, "there is no such file or folder", "Check the path; `interp models list` shows the models that are here.");
        }

        return Roots.Select(root => InRoot(root.Path, name)).OfType<string>().FirstOrDefault()
            ?? HubCache.Find(name)
            ?? throw NotFound(name);
    }

    /// <summary>The name under which users know the model at <paramref name="path"/> (a <c>.gguf</c> file or a folder, absolute).</summary>
    public static string NameOf(string path)
    {
        var folder = Path.GetDirectoryName(path);
        var alone = !Directory.Exists(path) && folder is not null && Directory.GetFiles(folder, "*.gguf").Length == 1;
        foreach (var root in Roots)
        {
            if (NameBelow(root.Path, path) is { } below)
            {
                return (alone ? NameBelow(root.Path, folder ?? path) : null) ?? WithoutExtension(below);
            }
        }

        return HubCache.NameOf(path) ?? WithoutExtension(Path.GetFileName(path));
    }

    private static string WithoutExtension(string name) =>
        name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? name[..^".gguf".Length] : name;

    /// <summary>What <paramref name="path"/> is called seen from <paramref name="root"/>, with slashes; null where it is not below.</summary>
    private static string? NameBelow(string root, string path)
    {
        var relative = Path.GetRelativePath(root, path);
        return relative == "." || Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal)
            ? null
            : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    private static string? InRoot(string root, string name)
    {
        var path = Path.GetFullPath(Path.Combine(root, name));
        if (NameBelow(root, path) is null)
        {
            return null;
        }

        return Path.Exists(path) ? path : File.Exists(path + ".gguf") ? path + ".gguf" : null;
    }

    /// <summary>The nearest folder <c>models</c> at or above the program's own.</summary>
    private static string? EmbeddedFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var models = Path.Combine(folder.FullName, "models");
            if (Directory.Exists(models))
            {
                return models;
            }
        }

        return null;
    }

    private static InterpException NotFound(string name)
    {
        var known = ModelCatalog.List().Select(model => model.Name).ToArray();
        var nearest = NearestName.Of(name, known);
        return new InterpException(
            ErrorKind.ModelNotFound,
            $"There is no model \"{name.ReplaceLineEndings(" ")}\".",
            nearest is null ? "Give a path that begins with ./ or /, or a name that `interp models list` shows." : $"Did you mean \"{nearest}\"? A path begins with ./ or /.",
            new JsonObject { ["name"] = name, ["nearest"] = nearest });
    }
}

/// <summary>A folder that holds models by name.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Source"><c>embedded</c> or <c>INTERP_MODELS</c>.</param>
public sealed record ModelRoot(string Path, string Source);
