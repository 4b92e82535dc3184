namespace Interp.Analysis.Tests;

/// <summary>Where tests find what they read.</summary>
internal static class TestFiles
{
    /// <summary>The folder with Interp.sln, above the test program.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file or folder under tests/golden.</summary>
    public static string Golden(string name) => Path.Combine(Root, "tests", "golden", name);

    /// <summary>A model: under models/, else among the checkpoints that others published.</summary>
    public static string Model(string name)
    {
        var own = Path.Combine(Root, "models", name);
        return Directory.Exists(own) ? own : Path.Combine(Shared, "weights", name);
    }

    /// <summary>The folder that INTERP_SHARED names, else <c>shared</c> beside the repository; it may be missing.</summary>
    public static string Shared { get; } =
        Environment.GetEnvironmentVariable("INTERP_SHARED") is { Length: > 0 } named ? named : Path.Combine(Root, "..", "shared");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Interp.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("No Interp.sln above the test program.");
    }
}
