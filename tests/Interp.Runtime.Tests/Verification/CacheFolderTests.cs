namespace Interp.Runtime.Tests.Verification;

[TestClass]
public sealed class CacheFolderTests
{
    [TestMethod]
    public void The_variable_of_the_program_comes_first() =>
        Assert.AreEqual("/own", Find(windows: false, macOS: false, ("INTERP_CACHE", "/own"), ("XDG_CACHE_HOME", "/xdg"), ("HOME", "/home/a")));

    [TestMethod]
    public void Linux_takes_the_xdg_folder_else_the_one_in_the_home()
    {
        Assert.AreEqual("/xdg", Find(windows: false, macOS: false, ("XDG_CACHE_HOME", "/xdg"), ("HOME", "/home/a")));
        Assert.AreEqual(Path.Combine("/home/a", ".cache"), Find(windows: false, macOS: false, ("HOME", "/home/a")));
    }

    [TestMethod]
    public void A_relative_xdg_folder_is_ignored() =>
        Assert.AreEqual(Path.Combine("/home/a", ".cache"), Find(windows: false, macOS: false, ("XDG_CACHE_HOME", "cache"), ("HOME", "/home/a")));

    [TestMethod]
    public void MacOS_takes_the_library() =>
        Assert.AreEqual(Path.Combine("/Users/a", "Library", "Caches"), Find(windows: false, macOS: true, ("XDG_CACHE_HOME", "/xdg"), ("HOME", "/Users/a")));

    private static string? Find(bool windows, bool macOS, params (string Name, string Value)[] variables) =>
        CacheFolder.Find(name => variables.FirstOrDefault(variable => variable.Name == name).Value, windows, macOS);
}
