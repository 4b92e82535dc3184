using System.Security;

namespace Interp.Models;

/// <summary>The cache of the Hugging Face hub on this machine, as its own tools lay it out: <c>models--OWNER--NAME/snapshots/REVISION</c>.</summary>
/// <param name="folder">The cache folder; it need not exist.</param>
internal sealed class HubCache(string folder)
{
    private const string Prefix = "models--";

    /// <summary>The cache that the environment names, else the usual one.</summary>
    public static HubCache Of(Func<string, string?> variable)
    {
        if (variable("HF_HUB_CACHE") is { Length: > 0 } hub)
        {
            return new HubCache(Path.GetFullPath(hub));
        }

        var cache = variable("XDG_CACHE_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var home = variable("HF_HOME") is { Length: > 0 } own ? own : Path.Combine(cache, "huggingface");
        return new HubCache(Path.GetFullPath(Path.Combine(home, "hub")));
    }

    /// <summary>The snapshot of OWNER/NAME that <c>refs/main</c> names, else the newest; null where there is none.</summary>
    public string? Find(string name)
    {
        var parts = name.Split('/');
        if (parts.Length is not (1 or 2) || parts.Any(part => part is "" or "." or ".." || part.AsSpan().IndexOfAny('\\', ':') >= 0))
        {
            return null;
        }

        return Snapshot(Path.Combine(folder, Prefix + string.Join("--", parts)));
    }

    /// <summary>OWNER/NAME and snapshot of every model in the cache.</summary>
    public IEnumerable<(string Name, string Path)> All()
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var repository in Directory.EnumerateDirectories(folder, Prefix + "*").Order(StringComparer.Ordinal))
        {
            if (Snapshot(repository) is { } snapshot)
            {
                yield return (NameOfRepository(repository), snapshot);
            }
        }
    }

    /// <summary>OWNER/NAME where <paramref name="path"/> is inside the cache.</summary>
    public static string? NameOf(string path)
    {
        for (var above = Path.GetDirectoryName(path); above is not null; above = Path.GetDirectoryName(above))
        {
            if (Path.GetFileName(above).StartsWith(Prefix, StringComparison.Ordinal))
            {
                return NameOfRepository(above);
            }
        }

        return null;
    }

    private static string NameOfRepository(string repository) =>
        Path.GetFileName(repository)[Prefix.Length..].Replace("--", "/", StringComparison.Ordinal);

    private static string? Snapshot(string repository)
    {
        var snapshots = Path.Combine(repository, "snapshots");
        try
        {
            var main = Path.Combine(repository, "refs", "main");
            var named = File.Exists(main) ? Path.Combine(snapshots, Path.GetFileName(File.ReadAllText(main).Trim())) : null;
            return Directory.Exists(named) ? named : NewestFolder(snapshots);
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException or SecurityException)
        {
            return null; // what may not be looked at is not there
        }
    }

    private static string? NewestFolder(string folder) => !Directory.Exists(folder) ? null
        : new DirectoryInfo(folder).EnumerateDirectories().MaxBy(inner => inner.LastWriteTimeUtc)?.FullName;
}
