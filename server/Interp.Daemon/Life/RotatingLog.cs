namespace Interp.Daemon.Life;

/// <summary>A log of two files of about a megabyte at most: when the file has grown large it becomes the second one.</summary>
public static class RotatingLog
{
    private const long RotateAt = 1 << 20;

    /// <summary>Appends to the file at <paramref name="path"/>, which is made with its folder where it is not there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Append(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");
        if (new FileInfo(path) is { Exists: true, Length: > RotateAt })
        {
            File.Move(path, path + ".1", overwrite: true);
        }

        File.AppendAllText(path, text);
    }
}
