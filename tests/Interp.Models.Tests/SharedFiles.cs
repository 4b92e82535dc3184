namespace Interp.Models.Tests;

/// <summary>Files that stay out of the repository: in the folder that INTERP_SHARED names, else in the one beside the repository.</summary>
internal static class SharedFiles
{
    /// <summary>Where a file or folder is, or would be.</summary>
    public static string PathOf(string relative) =>
        Path.Combine(Environment.GetEnvironmentVariable("INTERP_SHARED") ?? Path.Combine(Repository.Root, "..", "shared"), relative);
}
