using System.Text.Json;

namespace Interp.Cli.Tests.Processes;

/// <summary>The program as it is started by people and scripts.</summary>
[TestClass]
public sealed class ProcessTests
{
    [TestMethod]
    public void A_prompt_that_begins_with_an_at_sign_is_a_prompt()
    {
        var run = RealProcess.Run(["tokenize", "@user said", "--json"]);

        Assert.AreEqual(0, run.Exit, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        Assert.AreEqual("@user said", string.Concat(json.RootElement.GetProperty("tokens").EnumerateArray().Select(token => token.GetProperty("text").GetString())));
    }

    [TestMethod]
    public void Output_is_UTF8_without_a_byte_order_mark_and_lines_end_in_line_feeds()
    {
        var run = RealProcess.Run(["tokenize", "é\r\n"], new Dictionary<string, string?> { ["LANG"] = "de_DE.ISO-8859-1", ["LC_ALL"] = "de_DE.ISO-8859-1" });

        Assert.AreEqual(0, run.Exit, run.Error);
        StringAssert.StartsWith(run.Text, "smollm2-135m-instruct\n");
        StringAssert.Contains(run.Text, "é");
        Assert.IsFalse(run.Out.Contains((byte)'\r'));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void An_argument_that_is_no_UTF8_is_refused()
    {
        var run = RealProcess.Run(["-c", "exec \"$0\" tokenize \"a$(printf '\\377')\"", RealProcess.ProgramPath], program: "/bin/sh");

        Assert.AreEqual(2, run.Exit);
        StringAssert.Contains(run.Error, "An argument is no valid UTF-8");
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    [DataRow("tokenize hi")]
    [DataRow("tokenize hi --json")]
    [DataRow("forward hi --json --quiet")]
    [DataRow("--help")]
    [DataRow("--version")]
    public void A_full_disk_behind_standard_output_is_told_in_two_lines(string line)
    {
        var run = RealProcess.Run(["-c", $"exec \"$0\" {line} > /dev/full", RealProcess.ProgramPath], program: "/bin/sh");

        Assert.AreEqual(4, run.Exit, run.Error);
        StringAssert.StartsWith(run.Error, "interp: Standard output cannot be written: ");
        Assert.AreEqual(2, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, run.Error);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Errors_that_nobody_can_read_leave_their_exit_code()
    {
        var run = RealProcess.Run(["-c", "exec \"$0\" tokenize --bad hi 2> /dev/full", RealProcess.ProgramPath], program: "/bin/sh");

        Assert.AreEqual(2, run.Exit);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void A_replacement_character_that_was_typed_is_a_character()
    {
        var run = RealProcess.Run(["tokenize", "a\uFFFD"]);

        Assert.AreEqual(0, run.Exit, run.Error);
    }

    [TestMethod]
    public void A_cache_folder_that_cannot_be_written_changes_no_answer()
    {
        using var folder = new TemporaryFolder();

        var run = RealProcess.Run(
            ["forward", "x", "--positions", "-1", "--quiet"],
            new Dictionary<string, string?> { ["INTERP_CACHE"] = folder.Write("file", ""), ["XDG_STATE_HOME"] = folder.Path });

        Assert.AreEqual(0, run.Exit, run.Error);
        Assert.AreEqual("file", string.Join(' ', folder.Names));
    }

    [TestMethod]
    public void The_doctor_finds_the_native_library_beside_the_program_and_no_problems()
    {
        var run = RealProcess.Run(["doctor", "--json"], new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = "/nowhere" });

        Assert.AreEqual(0, run.Exit, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        StringAssert.StartsWith(json.RootElement.GetProperty("folders").GetProperty("onnxruntime").GetString(), AppContext.BaseDirectory);
        Assert.AreEqual(0, json.RootElement.GetProperty("problems").GetArrayLength(), run.Text);
    }
}
