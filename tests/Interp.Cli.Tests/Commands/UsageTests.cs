using System.Text.Json;

namespace Interp.Cli.Tests.Commands;

[TestClass]
public sealed class UsageTests
{
    [TestMethod]
    public void An_unknown_verb_is_refused_with_the_nearest()
    {
        var run = TestConsole.Run(["tokenise", "hello"]);

        Assert.AreEqual(2, run.Exit);
        Assert.AreEqual("", run.Out);
        Assert.AreEqual("interp: There is no verb `tokenise`.\nDid you mean `interp tokenize`?\n", run.Error);
    }

    [TestMethod]
    public void An_unknown_verb_is_refused_even_when_help_is_asked_for()
    {
        var run = TestConsole.Run(["tokenise", "--help"]);

        Assert.AreEqual(2, run.Exit);
        StringAssert.Contains(run.Error, "`tokenise`");
    }

    [TestMethod]
    public void An_unknown_option_is_refused_with_the_nearest_and_never_taken_as_the_prompt()
    {
        var run = TestConsole.Run(["forward", "--tpo"]);

        Assert.AreEqual(2, run.Exit);
        Assert.AreEqual("interp: There is no option --tpo here.\nDid you mean --top? What begins with - and is no option goes after a --.\n", run.Error);
    }

    [TestMethod]
    public void With_json_a_wrong_command_line_is_one_JSON_object_on_standard_output()
    {
        var run = TestConsole.Run(["forward", "x", "--json", "--positoins", "0"]);

        Assert.AreEqual(2, run.Exit);
        Assert.AreEqual("", run.Error);
        using var json = JsonDocument.Parse(run.Out);
        var error = json.RootElement.GetProperty("error");
        Assert.AreEqual(1008, error.GetProperty("code").GetInt32());
        Assert.AreEqual("settingUnknown", error.GetProperty("kind").GetString());
        Assert.AreEqual("--positions", error.GetProperty("data").GetProperty("nearest").GetString());
    }

    [TestMethod]
    public void A_json_option_behind_two_dashes_is_a_prompt_and_does_not_change_how_errors_look()
    {
        var run = TestConsole.Run(["forward", "one", "--", "--json"]);

        Assert.AreEqual(2, run.Exit);
        Assert.AreEqual("", run.Out);
        Assert.AreEqual("interp: One argument too many: \"--json\".\nPut a prompt of several words in quotes.\n", run.Error);
    }

    [TestMethod]
    [DataRow("forward", "--top", "ten", "--top takes whole numbers; \"ten\" is none.")]
    [DataRow("forward", "--ids", "1,x", "--ids takes whole numbers; \"x\" is none.")]
    [DataRow("forward", "--threads", "0", "; \"0\" is none.")]
    [DataRow("forward", "--threads", "100000", "--threads takes a whole number from 1 to ")]
    [DataRow("forward", "--threads", "abc", "; \"abc\" is none.")]
    public void A_value_that_is_no_number_is_refused_by_its_option(string verb, string option, string value, string message)
    {
        var run = TestConsole.Run([verb, "hello", option, value]);

        Assert.AreEqual(2, run.Exit);
        StringAssert.Contains(run.Error, message);
    }

    [TestMethod]
    public void An_option_without_its_value_is_refused()
    {
        var run = TestConsole.Run(["forward", "hello", "--model"]);

        Assert.AreEqual(2, run.Exit);
        StringAssert.Contains(run.Error, "--model");
    }

    [TestMethod]
    [DataRow("--top is given more than once.\nWrite --top N once.\n", "forward", "x", "--top", "3", "--top", "4")]
    [DataRow("--model takes a value, and none is given.\nWrite --model NAME.\n", "forward", "x", "--model")]
    [DataRow("`interp run` needs FILE.\nWrite interp run FILE; `interp run --help` shows how it is used.\n", "run")]
    [DataRow("--vectors is no valid JSON (line 1, byte 2).\nWrite JSON in single quotes, or use --vectors-file FILE.\n", "project", "--vectors", "{bad")]
    [DataRow("No vector is given.\nGive --neuron 20.3, --head 20.3 or --tap blocks.5.hook_resid_post, for example; --vectors takes every other kind.\n", "project", "hi")]
    public void What_the_parser_refuses_is_said_in_two_plain_lines(string lines, params string[] arguments)
    {
        var run = TestConsole.Run(arguments);

        Assert.AreEqual(2, run.Exit);
        Assert.AreEqual("", run.Out);
        Assert.AreEqual("interp: " + lines, run.Error);
    }

    [TestMethod]
    public void Help_names_the_kinds_of_files_that_the_verb_writes_and_no_setting_without_effect()
    {
        StringAssert.Contains(TestConsole.Run(["models", "list", "--help"]).Out, "Write to FILE: .json.");
        StringAssert.Contains(TestConsole.Run(["export", "--help"]).Out, "The file to write: .onnx.");
        StringAssert.Contains(TestConsole.Run(["forward", "--help"]).Out, "Write to FILE: .json, .csv, .md.");
        Assert.IsFalse(TestConsole.Run(["forward", "--help"]).Out.Contains("--edits", StringComparison.Ordinal));
    }

    [TestMethod]
    public void Both_forms_of_a_switch_contradict_each_other()
    {
        var run = TestConsole.Run(["tokenize", "hello", "--special", "--no-special"]);

        Assert.AreEqual(2, run.Exit);
        StringAssert.Contains(run.Error, "contradict");
    }

    [TestMethod]
    public void Without_arguments_the_help_is_shown()
    {
        var run = TestConsole.Run([]);

        Assert.AreEqual(0, run.Exit);
        StringAssert.Contains(run.Out, "tokenize");
        StringAssert.Contains(run.Out, "--model");
    }

    [TestMethod]
    public void The_version_is_one_line()
    {
        var run = TestConsole.Run(["--version"]);

        Assert.AreEqual(0, run.Exit);
        Assert.AreEqual($"interp {Program.Version}\n", run.Out);
        Assert.AreEqual($"{{\"version\":\"{Program.Version}\"}}\n", TestConsole.Run(["--version", "--json"]).Out);
    }
}
