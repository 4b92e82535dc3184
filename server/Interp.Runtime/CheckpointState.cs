using System.Globalization;
using System.Text;

namespace Interp.Runtime;

/// <summary>Whether the files of a model are still what they were.</summary>
public static class CheckpointState
{
    /// <summary>Equal as long as names, sizes and times of the files at <paramref name="path"/> (a file, or a folder with what lies directly in it) stay as they are; null where they cannot be read.</summary>
    public static string? Of(string path)
    {
        try
        {
            FileInfo[] files = Directory.Exists(path) ? new DirectoryInfo(path).GetFiles() : [new FileInfo(path)];
            return Of(files.OrderBy(file => file.Name, StringComparer.Ordinal));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Paths, sizes and times of some files.</summary>
    /// <exception cref="IOException">One is gone.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be looked at.</exception>
    internal static string Of(IEnumerable<FileInfo> files)
    {
        var text = new StringBuilder();
        foreach (var file in files)
        {
            text.Append(CultureInfo.InvariantCulture, $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}\n");
        }

        return text.ToString();
    }
}
