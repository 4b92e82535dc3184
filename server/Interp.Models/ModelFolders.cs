using Interp.Contracts;

namespace Interp.Models;

/// <summary>Finds models by path or name. Never the network.</summary>
public static class ModelFolders
{
    /// <summary>Folder name of the embedded default.</summary>
    public const string DefaultName = "smollm2-135m-instruct";

    /// <summary>Absolute path (a <c>.gguf</c> or a folder) of what <paramref name="name"/> names.</summary>
    /// <exception cref="InterpException">ModelNotFound with the nearest name.</exception>
    public static string Resolve(string? name) => throw new NotSupportedException(name);
}
