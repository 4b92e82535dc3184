using Interp.Cli.Commands;

namespace Interp.Cli.Output;

/// <summary>The file of <c>--out</c>: checked before the work begins, written whole or not at all.</summary>
internal sealed class OutFile
{
    private readonly string target;

    private OutFile(string path)
    {
        Path = path;
        target = System.IO.Path.GetFullPath(path);
    }

    /// <summary>As given.</summary>
    public string Path { get; }

    /// <summary>With its dot, in lower case.</summary>
    public string Extension => System.IO.Path.GetExtension(target).ToLowerInvariant();

    /// <summary>Checks kind and folder of <paramref name="path"/>; nothing is left there.</summary>
    /// <param name="path">The file to be written.</param>
    /// <param name="extensions">What the verb can write.</param>
    /// <param name="option">The option that names it, for messages.</param>
    /// <exception cref="UsageException">The extension is none of these.</exception>
    /// <exception cref="Contracts.InterpException">FileProblem: the folder cannot be written.</exception>
    public static OutFile Prepare(string path, IReadOnlyList<string> extensions, string option = "--out")
    {
        if (path.Length == 0)
        {
            throw new UsageException($"{option} takes the name of a file.", $"It ends in one of {string.Join(", ", extensions)}.");
        }

        var file = new OutFile(path);
        if (!extensions.Contains(file.Extension, StringComparer.Ordinal))
        {
            throw new UsageException(
                file.Extension.Length == 0 ? $"{option} {path} has no extension that says what to write." : $"This verb writes no {file.Extension} files.",
                $"It writes {string.Join(", ", extensions)}.");
        }

        file.Guard(() =>
        {
            if (Directory.Exists(file.target))
            {
                throw new IOException("it is a folder.");
            }

            using var probe = new FileStream(file.Temporary(), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        });
        return file;
    }

    /// <summary>Writes the file under a temporary name beside it and moves it into place.</summary>
    /// <exception cref="Contracts.InterpException">FileProblem.</exception>
    public void Write(ReadOnlyMemory<byte> content)
    {
        var temporary = Temporary();
        Guard(() =>
        {
            try
            {
                using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
                {
                    stream.Write(content.Span);
                }

                File.Move(temporary, target, overwrite: true);
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }
        });
    }

    // Not made from the target's name, which may be as long as the system allows.
    private string Temporary() => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(target) ?? ".", $".interp-{Guid.NewGuid():N}.tmp");

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw FileProblems.Of("write", Path, failure);
        }
    }
}
