namespace Interp.Models.Tests;

/// <summary>Where the repository keeps what tests read.</summary>
internal static class Repository
{
    /// <summary>The folder with Interp.sln, above the test program.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A model under models/.</summary>
    public static string Model(string name) => Path.Combine(Root, "models", name);

    /// <summary>A file under tests/golden.</summary>
    public static string Golden(params string[] parts) => Path.Combine([Root, "tests", "golden", .. parts]);

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
