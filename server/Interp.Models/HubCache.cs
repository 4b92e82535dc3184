namespace Interp.Models;

/// <summary>The cache of the Hugging Face hub on this machine, as its own tools lay it out: <c>models--OWNER--NAME/snapshots/REVISION</c>.</summary>
internal static class HubCache
{
    private const string Prefix = "models--";

    /// <summary>The cache folder that the environment names, else the usual one.</summary>
    public static string Folder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("HF_HUB_CACHE") is { Length: > 0 } hub)
            {
                return Path.GetFullPath(hub);
            }

            var home = Environment.GetEnvironmentVariable("HF_HOME") is { Length: > 0 } given
                ? given
                : Path.Combine(CacheHome(), "huggingface");
            return Path.GetFullPath(Path.Combine(home, "hub"));
        }
    }

    /// <summary>The snapshot of OWNER/NAME that <c>refs/main</c> names, else the newest; null where there is none.</summary>
    public static string? Find(string name)
    {
        var parts = name.Split('/');
        if (parts.Length is not (1 or 2) || parts.Any(part => part is "" or "." or ".." || part.AsSpan().IndexOfAny('\\', ':') >= 0))
        {
            return null;
        }

        return Snapshot(Path.Combine(Folder, Prefix + string.Join("--", parts)));
    }

    /// <summary>OWNER/NAME and snapshot of every model in the cache.</summary>
    public static IEnumerable<(string Name, string Path)> All()
    {
        if (!Directory.Exists(Folder))
        {
            yield break;
        }

        foreach (var repository in Directory.EnumerateDirectories(Folder, Prefix + "*").Order(StringComparer.Ordinal))
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
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.GetFileName(folder).StartsWith(Prefix, StringComparison.Ordinal))
            {
                return NameOfRepository(folder);
            }
        }

        return null;
    }

    private static string NameOfRepository(string repository) =>
        Path.GetFileName(repository)[Prefix.Length..].Replace("--", "/", StringComparison.Ordinal);

    private static string? Snapshot(string repository)
    {
        var snapshots = Path.Combine(repository, "snapshots");
        if (!Directory.Exists(snapshots))
        {
            return null;
        }

        var main = Path.Combine(repository, "refs", "main");
        if (File.Exists(main))
        {
            var named = Path.Combine(snapshots, Path.GetFileName(File.ReadAllText(main).Trim()));
            if (Directory.Exists(named))
            {
                return named;
            }
        }

        return new DirectoryInfo(snapshots).EnumerateDirectories().OrderByDescending(folder => folder.LastWriteTimeUtc)
            .Select(folder => folder.FullName).FirstOrDefault();
    }

    private static string CacheHome() => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
        ? cache
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
}
