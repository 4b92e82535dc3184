using Interp.Cli.Commands;
using Interp.Cli.Output;
using Interp.Contracts;

namespace Interp.Cli.Tests.Output;

[TestClass]
public sealed class OutFileTests
{
    private static readonly string[] kinds = [".json", ".csv"];

    [TestMethod]
    public void A_file_is_written_whole_and_nothing_else_is_left()
    {
        using var folder = new TemporaryFolder();
        folder.Write("r.json", "old");

        OutFile.Prepare(folder.At("r.json"), kinds).Write("new"u8.ToArray());

        Assert.AreEqual("new", File.ReadAllText(folder.At("r.json")));
        Assert.AreEqual("r.json", string.Join(' ', folder.Names));
    }

    [TestMethod]
    public void Preparing_leaves_nothing_and_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        folder.Write("r.json", "old");

        OutFile.Prepare(folder.At("r.json"), kinds);

        Assert.AreEqual("old", File.ReadAllText(folder.At("r.json")));
        Assert.AreEqual("r.json", string.Join(' ', folder.Names));
    }

    [TestMethod]
    [DataRow("r.pdf", "This verb writes no .pdf files.")]
    [DataRow("r", "--out r has no extension")]
    [DataRow("r.svg", "This verb writes no .svg files.")]
    public void Another_extension_is_refused_with_those_that_exist(string name, string message)
    {
        var failure = Assert.ThrowsExactly<UsageException>(() => OutFile.Prepare(name, kinds));

        StringAssert.StartsWith(failure.Message, message);
        StringAssert.Contains(failure.Hint, ".json, .csv");
    }

    [TestMethod]
    public void A_folder_that_does_not_exist_is_refused_with_its_path_and_reason()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("missing/r.json");

        var failure = Assert.ThrowsExactly<InterpException>(() => OutFile.Prepare(path, kinds));

        Assert.AreEqual(ErrorKind.FileProblem, failure.Kind);
        Assert.AreEqual($"Cannot write {path}: there is no such folder.", failure.Message);
        Assert.AreEqual(path, failure.Facts?["path"]?.GetValue<string>());
    }

    [TestMethod]
    public void A_folder_in_the_files_place_is_refused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("r.json"));

        var failure = Assert.ThrowsExactly<InterpException>(() => OutFile.Prepare(folder.At("r.json"), kinds));

        Assert.AreEqual(ErrorKind.FileProblem, failure.Kind);
        StringAssert.Contains(failure.Message, "it is a folder");
    }

    [TestMethod]
    public void A_name_as_long_as_the_system_allows_can_be_written()
    {
        using var folder = new TemporaryFolder();
        var name = new string('n', 250) + ".json";

        OutFile.Prepare(folder.At(name), kinds).Write("x"u8.ToArray());

        Assert.AreEqual(name, string.Join(' ', folder.Names));
    }

    [TestMethod]
    public void A_table_without_the_taps_that_were_asked_for_says_so()
    {
        using var folder = new TemporaryFolder();
        string[] request = ["forward", "--model", "tiny/gpt2", "--ids", "1", "--taps", "logits", "--out"];

        var table = TestConsole.Run([.. request, folder.At("r.csv")]);
        var whole = TestConsole.Run([.. request, folder.At("r.json")]);

        var path = folder.At("r.csv");
        Assert.AreEqual($"Wrote {path}.\nWarning: {path} holds the predictions only; --out FILE.json holds the taps too.\n", table.Error);
        Assert.AreEqual($"Wrote {folder.At("r.json")}.\n", whole.Error);
    }

    [TestMethod]
    public void The_output_file_is_checked_before_the_request_is_read()
    {
        using var folder = new TemporaryFolder();

        var run = TestConsole.Run(["forward", "x", "--model", "no such model", "--out", folder.At("missing/r.json")]);

        Assert.AreEqual(4, run.Exit);
        StringAssert.Contains(run.Error, "there is no such folder");
    }
}
