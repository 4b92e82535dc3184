namespace Interp.Benchmarks.Measuring;

/// <summary>The repository that the benches were built from.</summary>
public static class Repository
{
    private static readonly string Root = FindRoot();

    /// <summary>A file or folder of it.</summary>
    public static string Folder(params string[] names) => Path.Combine([Root, .. names]);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Interp.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("Benches run from a build inside the repository.");
    }
}
