using System.Runtime.CompilerServices;

namespace Interp.Cli.Tests;

/// <summary>Texts kept beside the tests. <c>INTERP_UPDATE_SNAPSHOTS=1</c> writes them anew; the change is then reviewed as a diff.</summary>
internal static class Snapshot
{
    public static void Check(string name, string text)
    {
        var path = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("INTERP_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.AreEqual(File.ReadAllText(path), text, $"{name} differs; with INTERP_UPDATE_SNAPSHOTS=1 it is written anew.");
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file) ?? "", "..", "Snapshots");
}
