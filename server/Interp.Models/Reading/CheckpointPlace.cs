using System.Security;
using Interp.Models.Formats;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Reading;

/// <summary>What kind of checkpoint a path holds.</summary>
/// <param name="Path">The .gguf file or the folder, absolute.</param>
/// <param name="IsGguf">True for a file in GGUF.</param>
internal sealed record CheckpointPlace(string Path, bool IsGguf)
{
    private static readonly string[] Others = ["*.bin", "*.pt", "*.pth", "*.ckpt"];

    /// <summary>Looks at <paramref name="path"/>, a file or a folder.</summary>
    /// <exception cref="Interp.Contracts.InterpException">ModelNotFound, ModelUnsupported, FileProblem.</exception>
    public static CheckpointPlace Find(string path)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (Look(full).HasFlag(FileAttributes.Directory))
        {
            return InFolder(full);
        }

        return System.IO.Path.GetExtension(full).ToUpperInvariant() switch
        {
            ".SAFETENSORS" => InFolder(System.IO.Path.GetDirectoryName(full) ?? full),
            ".BIN" or ".PT" or ".PTH" or ".CKPT" => throw ForeignFile.Refusal(full),
            _ => new CheckpointPlace(full, true),
        };
    }

    /// <summary>The .gguf file that is the model of <paramref name="folder"/>; null where it is no folder or holds another kind of model, or none.</summary>
    /// <exception cref="Interp.Contracts.InterpException">FileProblem.</exception>
    public static string? LoneGguf(string folder)
    {
        try
        {
            return Directory.Exists(folder) && !SafetensorsFolder.HasWeights(folder) && Directory.GetFiles(folder, "*.gguf") is [var only] ? only : null;
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException or SecurityException)
        {
            throw ModelProblems.Unreadable(folder, reason);
        }
    }

    /// <summary>What is at <paramref name="path"/>.</summary>
    /// <exception cref="Interp.Contracts.InterpException">ModelNotFound where nothing is, FileProblem where the system does not let one look.</exception>
    public static FileAttributes Look(string path)
    {
        try
        {
            return File.GetAttributes(path);
        }
        catch (Exception reason) when (reason is FileNotFoundException or DirectoryNotFoundException)
        {
            throw ModelProblems.NotFound(path, "there is no such file or folder", "Check the path; `interp models list` shows the models that are here.");
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException or SecurityException)
        {
            throw ModelProblems.Unreadable(path, reason);
        }
    }

    private static CheckpointPlace InFolder(string folder)
    {
        try
        {
            if (SafetensorsFolder.HasWeights(folder))
            {
                var config = System.IO.Path.Combine(folder, "config.json");
                return File.Exists(config) || Directory.Exists(config) ? new CheckpointPlace(folder, false)
                    : throw ModelProblems.Unsupported(folder, "it has weights but no config.json", "Put the config.json of the model beside its weights.");
            }

            var files = Directory.GetFiles(folder, "*.gguf");
            if (files.Length == 1)
            {
                return new CheckpointPlace(files[0], true);
            }

            if (files.Length > 1)
            {
                var first = System.IO.Path.GetFileName(files.Order(StringComparer.Ordinal).First());
                throw ModelProblems.NotFound(folder, $"it holds {files.Length} .gguf files", $"Give the path of one of them, e.g. {first}.");
            }

            throw Others.SelectMany(pattern => Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal)).FirstOrDefault() is { } other ? ForeignFile.Refusal(other)
                : ModelProblems.NotFound(folder, "there is no model in this folder", "A model is a .gguf file, or config.json with model.safetensors.");
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException or SecurityException)
        {
            throw ModelProblems.Unreadable(folder, reason);
        }
    }
}
