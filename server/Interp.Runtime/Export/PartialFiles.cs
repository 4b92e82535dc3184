namespace Interp.Runtime;

/// <summary>Files that appear under their names together, when all are complete, or not at all.</summary>
internal sealed class PartialFiles(CancellationToken cancel) : IDisposable
{
    private readonly List<(FileStream Stream, string Path)> files = [];

    /// <summary>Opens a file that will stand at <paramref name="path"/>.</summary>
    public FileStream Create(string path)
    {
        var stream = new FileStream($"{path}.{Guid.NewGuid():N}.partial", FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
        files.Add((stream, path));
        return stream;
    }

    /// <summary>Moves the files to their names, in the order of their creation, unless cancelled before.</summary>
    public IReadOnlyList<(string Path, long Bytes)> Commit()
    {
        cancel.ThrowIfCancellationRequested();
        var done = files.Select(file => (file.Path, file.Stream.Length)).ToList();
        foreach (var (stream, path) in files)
        {
            stream.Dispose();
            File.Move(stream.Name, path, overwrite: true);
        }

        files.Clear();
        return done;
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        foreach (var (stream, _) in files)
        {
            stream.Dispose();
            File.Delete(stream.Name);
        }
    }
}
