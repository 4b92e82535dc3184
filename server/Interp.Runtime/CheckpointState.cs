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
            var text = new StringBuilder();
            FileInfo[] files = Directory.Exists(path) ? new DirectoryInfo(path).GetFiles() : [new FileInfo(path)];
            foreach (var file in files.OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}\n");
            }

            return text.ToString();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
