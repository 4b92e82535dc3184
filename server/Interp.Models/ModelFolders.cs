using Interp.Contracts;

namespace Interp.Models;

/// <summary>Finds models by path or name. Never the network.</summary>
public static class ModelFolders
{
    /// <summary>Folder name of the embedded default.</summary>
    public const string DefaultName = "smollm2-135m-instruct";

    private const string Embedded = "embedded";

    private static volatile IReadOnlyList<ModelRoot> configured = [];

    /// <summary>Folders that hold models by name, in the order in which they are searched: the embedded ones, those of the settings, then those of <c>INTERP_MODELS</c>.</summary>
    public static IReadOnlyList<ModelRoot> Roots
    {
        get
        {
            var roots = RootsOf(Environment.GetEnvironmentVariable, AppContext.BaseDirectory);
            return [.. roots.TakeWhile(root => root.Source == Embedded), .. configured, .. roots.SkipWhile(root => root.Source == Embedded)];
        }
    }

    /// <summary>Sets the folders that a program's settings name, for all searches that begin from now on.</summary>
    public static void Configure(IEnumerable<string> folders) => configured = [.. folders.Select(folder => new ModelRoot(Path.GetFullPath(folder), "settings"))];

    /// <summary>
    /// Absolute path (a <c>.gguf</c> or a folder) of what <paramref name="name"/> names: a path (absolute, or beginning with <c>.</c>),
    /// else a name in one of <see cref="Roots"/>, else OWNER/NAME in the Hugging Face cache; null is the embedded default.
    /// </summary>
    /// <exception cref="InterpException">ModelNotFound with the nearest name, FileProblem.</exception>
    public static string Resolve(string? name) => Search().Resolve(name ?? DefaultName);

    /// <summary>As <see cref="Resolve"/>; null where there is no such model, without a search for the nearest name.</summary>
    /// <exception cref="InterpException">ModelNotFound (a path), FileProblem.</exception>
    public static string? Find(string? name) => Search().Find(name ?? DefaultName);

    /// <summary>The name under which users know the model at <paramref name="path"/> (a <c>.gguf</c> file or a folder, absolute).</summary>
    public static string NameOf(string path) => Search().NameOf(path);

    /// <summary>The search that the environment of the program asks for.</summary>
    internal static ModelSearch Search() => new(Roots, HubCache.Of(Environment.GetEnvironmentVariable));

    /// <summary>The folders that <paramref name="variable"/> and the place of the program name.</summary>
    internal static IReadOnlyList<ModelRoot> RootsOf(Func<string, string?> variable, string programFolder)
    {
        var listed = variable("INTERP_MODELS") ?? string.Empty;
        var roots = listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(folder => new ModelRoot(Path.GetFullPath(folder), "INTERP_MODELS"));
        return EmbeddedFolder(programFolder) is { } embedded ? [new ModelRoot(embedded, Embedded), .. roots] : [.. roots];
    }

    /// <summary>The nearest folder <c>models</c> in or above the program's own.</summary>
    private static string? EmbeddedFolder(string programFolder)
    {
        for (var folder = new DirectoryInfo(programFolder); folder is not null; folder = folder.Parent)
        {
            var models = Path.Combine(folder.FullName, "models");
            if (Directory.Exists(models))
            {
                return models;
            }
        }

        return null;
    }
}

/// <summary>A folder that holds models by name.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Source"><c>embedded</c>, <c>settings</c> or <c>INTERP_MODELS</c>.</param>
public sealed record ModelRoot(string Path, string Source);
