namespace Interp.Runtime;

/// <summary>Where the system wants programs to keep what they can make again.</summary>
public static class CacheFolder
{
    /// <summary>Environment variable that names another folder.</summary>
    public const string Variable = "INTERP_CACHE";

    /// <summary>The system's cache folder (it need not exist), or null where the system names none.</summary>
    /// <remarks><c>INTERP_CACHE</c>; else <c>XDG_CACHE_HOME</c> or <c>~/.cache</c> on Linux, <c>~/Library/Caches</c> on macOS, the local application data on Windows.</remarks>
    public static string? Find() => Find(Environment.GetEnvironmentVariable, OperatingSystem.IsWindows(), OperatingSystem.IsMacOS());

    internal static string? Find(Func<string, string?> variable, bool windows, bool macOS)
    {
        if (variable(Variable) is { Length: > 0 } own)
        {
            return own;
        }

        if (windows)
        {
            return NullIfEmpty(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify));
        }

        // The XDG specification says that relative paths are to be ignored.
        if (!macOS && variable("XDG_CACHE_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg))
        {
            return xdg;
        }

        var home = NullIfEmpty(variable("HOME")) ?? NullIfEmpty(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify));
        return home is null ? null : macOS ? Path.Combine(home, "Library", "Caches") : Path.Combine(home, ".cache");
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
