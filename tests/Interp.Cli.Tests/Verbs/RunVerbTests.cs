using System.Text.Json;

namespace Interp.Cli.Tests.Verbs;

[TestClass]
public sealed class RunVerbTests
{
    private const string Good = """{"method":"forward","model":"tiny/llama-gqa","ids":[1,2],"top":1}""";
    private const string UnknownMember = """{"method":"forward","model":"tiny/llama-gqa","ids":[1,2],"topp":1}""";
    private const string NoModel = """{"method":"forward","model":"missing","ids":[1,2]}""";

    [TestMethod]
    public void Every_request_gets_one_line_in_its_place_and_the_first_error_gives_the_exit_code()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("requests.jsonl", string.Join('\n', Good, "", UnknownMember, "no json", NoModel, " ", Good));

        var run = TestConsole.Run(["run", path]);

        Assert.AreEqual(4, run.Exit);
        Assert.AreEqual("", run.Error);
        CollectionAssert.AreEqual(new[] { "forward", "settingUnknown", "settingUnknown", "modelNotFound", "forward" }, Kinds(run.Out));
    }

    [TestMethod]
    public void The_exit_code_is_that_of_the_first_error_not_of_the_worst()
    {
        using var folder = new TemporaryFolder();

        Assert.AreEqual(3, TestConsole.Run(["run", folder.Write("a.jsonl", NoModel + "\n" + UnknownMember)]).Exit);
        Assert.AreEqual(0, TestConsole.Run(["run", folder.Write("b.json", $"[{Good},{Good}]")]).Exit);
        Assert.AreEqual(0, TestConsole.Run(["run", folder.Write("c.json", "[]")]).Exit);
    }

    [TestMethod]
    public void A_file_without_a_request_is_told_of()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("none.json", "[]");

        var run = TestConsole.Run(["run", path]);

        Assert.AreEqual(0, run.Exit);
        Assert.AreEqual("", run.Out);
        Assert.AreEqual($"{path} holds no request.\n", run.Error);
        Assert.AreEqual("", TestConsole.Run(["run", path, "--quiet"]).Error);
    }

    [TestMethod]
    public void Equal_requests_get_equal_answers_whatever_stands_between_them()
    {
        using var folder = new TemporaryFolder();
        var longer = """{"method":"forward","model":"tiny/llama-gqa","ids":[7,6,5,4,3,2,1,7,6,5,4,3,2,1],"taps":["logits"]}""";
        var one = Good.Replace("\"top\":1", "\"taps\":[\"logits\"]", StringComparison.Ordinal);

        var lines = TestConsole.Run(["run", folder.Write("r.jsonl", string.Join('\n', one, longer, one))]).Out.Split('\n');

        Assert.AreEqual(Member(lines[0], "taps"), Member(lines[2], "taps"));
        Assert.AreEqual(Member(lines[0], "predictions"), Member(lines[2], "predictions"));
    }

    [TestMethod]
    public void Requests_come_from_standard_input_too()
    {
        var run = TestConsole.Run(["run", "-"], input: Good);

        Assert.AreEqual(0, run.Exit);
        CollectionAssert.AreEqual(new[] { "forward" }, Kinds(run.Out));
    }

    [TestMethod]
    public void The_models_of_the_command_line_are_for_requests_that_name_none()
    {
        var run = TestConsole.Run(["run", "-", "--model", "tiny/gpt2"], input: Good + "\n{\"method\":\"forward\",\"ids\":[1]}");

        var models = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("model").GetProperty("name").GetString());
        CollectionAssert.AreEqual(new[] { "tiny/llama-gqa", "tiny/gpt2" }, models.ToArray());
    }

    [TestMethod]
    public void A_file_of_one_request_may_be_written_as_a_table_and_of_several_may_not()
    {
        using var folder = new TemporaryFolder();

        var one = TestConsole.Run(["run", folder.Write("one.json", Good), "--out", folder.At("one.csv")]);
        var two = TestConsole.Run(["run", folder.Write("two.json", $"[{Good},{Good}]"), "--out", folder.At("two.csv")]);

        Assert.AreEqual(0, one.Exit, one.Error);
        StringAssert.StartsWith(File.ReadAllText(folder.At("one.csv")), "position,id,text,logit,logProb,prob\n0,");
        Assert.AreEqual("", one.Out);
        Assert.AreEqual(2, two.Exit);
        Assert.IsFalse(File.Exists(folder.At("two.csv")));
    }

    [TestMethod]
    public void On_a_terminal_each_answer_is_a_table()
    {
        var run = TestConsole.Run(["run", "-"], input: Good + "\n" + UnknownMember, width: 100);

        Assert.AreEqual(4, run.Exit);
        StringAssert.Contains(run.Out, "next token");
        StringAssert.Contains(run.Error, "topp");
    }

    private static string[] Kinds(string output) =>
    [
        .. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(answer => answer.TryGetProperty("error", out var error) ? error.GetProperty("kind").GetString() ?? "" : answer.GetProperty("method").GetString() ?? ""),
    ];

    private static string Member(string line, string name) => JsonDocument.Parse(line).RootElement.GetProperty(name).GetRawText();
}
