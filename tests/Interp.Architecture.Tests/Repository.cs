namespace Interp.Architecture.Tests;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Unversioned = [".git", "bin", "obj", "artifacts", "node_modules", "TestResults", ".vs"];

    /// <summary>Its root folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Paths relative to the root, with forward slashes, of the files with one of the <paramref name="extensions"/>.</summary>
    public static IEnumerable<string> Files(params string[] extensions) =>
        Below(Root)
            .Where(path => extensions.Contains(Path.GetExtension(path), StringComparer.Ordinal))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<string> Below(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (Unversioned.Contains(entry.Name, StringComparer.Ordinal) || entry.LinkTarget is not null)
            {
                continue;
            }

            if (entry is not DirectoryInfo)
            {
                yield return entry.FullName;
                continue;
            }

            foreach (var file in Below(entry.FullName))
            {
                yield return file;
            }
        }
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Interp.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("These tests run from a build inside the repository.");
    }
}
