using System.Globalization;
using Interp.Daemon.Life;

namespace Interp.Cli.Output;

/// <summary>The log of unexpected faults in the system's state folder: stacks, never prompts; see <see cref="RotatingLog"/>.</summary>
internal static class FaultLog
{
    /// <summary>The log file.</summary>
    public static string Path => System.IO.Path.Combine(Folder(), "interp.log");

    /// <summary>Appends a fault and gives the file that has it.</summary>
    public static string Append(Exception failure)
    {
        try
        {
            return Append(failure, Path);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return Append(failure, System.IO.Path.Combine(System.IO.Path.GetTempPath(), "interp.log"));
        }
    }

    /// <summary>Appends a fault to <paramref name="path"/>, whose older half moves to a second file when it has grown large.</summary>
    internal static string Append(Exception failure, string path)
    {
        var time = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        RotatingLog.Append(path, $"{time} {Program.Version}\n{failure}\n\n");
        return path;
    }

    private static string Folder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
        {
            return System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "interp", "logs");
        }

        if (OperatingSystem.IsMacOS())
        {
            return System.IO.Path.Combine(home, "Library", "Logs", "interp");
        }

        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        return System.IO.Path.Combine(state is { Length: > 0 } && System.IO.Path.IsPathRooted(state) ? state : System.IO.Path.Combine(home, ".local", "state"), "interp");
    }
}
