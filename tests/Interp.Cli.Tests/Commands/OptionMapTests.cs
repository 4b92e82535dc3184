using Interp.Analysis;
using Interp.Cli.Commands;

namespace Interp.Cli.Tests.Commands;

[TestClass]
public sealed class OptionMapTests
{
    private static readonly string[] elsewhere = ["method", "model", "text", "provider", "precision"];

    [TestMethod]
    public void Every_member_of_every_request_has_a_sentence_of_help()
    {
        var silent = AnalysisRegistry.All
            .SelectMany(analysis => analysis.RequestType.Properties)
            .Select(property => property.Name)
            .Except(elsewhere)
            .Except(OptionHelp.Members);

        Assert.IsEmpty(silent.ToList());
    }

    [TestMethod]
    public void Every_member_that_changes_something_is_an_option_in_its_verbs_help()
    {
        foreach (var analysis in AnalysisRegistry.All)
        {
            var help = TestConsole.Run([analysis.Method, "--help"]);

            Assert.AreEqual(0, help.Exit);
            foreach (var property in analysis.RequestType.Properties.Where(property => !elsewhere.Contains(property.Name) && OptionHelp.Shows(property.Name)))
            {
                StringAssert.Contains(help.Out, new MemberOption(property).Name + " ", $"{analysis.Method} {property.Name}");
            }
        }
    }

    [TestMethod]
    public void Options_become_members_of_their_own_types()
    {
        Assert.AreEqual(
            """{"method":"forward","model":"m","provider":"cpu","text":"a b","taps":["hook_embed","logits"],"positions":[0,-1],"top":3}""",
            RequestOf("forward", "a b", "--model", "m", "--provider", "cpu", "--taps", "hook_embed,logits", "--positions", "0", "--positions", "-1", "--top", "3"));
        Assert.AreEqual("""{"method":"tokenize","special":false,"ids":[5,6]}""", RequestOf("tokenize", "--ids", "5, 6", "--no-special"));
        Assert.AreEqual("""{"method":"tokenize","text":"x","special":true}""", RequestOf("tokenize", "--special", "x"));
    }

    [TestMethod]
    [DataRow("@user said")]
    [DataRow("@")]
    [DataRow("[suggest]")]
    [DataRow("")]
    [DataRow(" two  blanks ")]
    [DataRow("a=b: c")]
    public void A_prompt_is_taken_as_it_is(string prompt)
    {
        Assert.AreEqual(prompt, PromptOf("forward", prompt));
        Assert.AreEqual(prompt, PromptOf("forward", "--", prompt));
    }

    [TestMethod]
    [DataRow("--json")]
    [DataRow("-x")]
    [DataRow("--")]
    [DataRow("@file")]
    public void A_prompt_that_looks_like_an_option_is_taken_as_it_is_behind_two_dashes(string prompt) =>
        Assert.AreEqual(prompt, PromptOf("forward", "--top", "2", "--", prompt));

    [TestMethod]
    public void A_value_that_begins_with_an_at_sign_is_no_file_of_arguments()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("arguments", "--json");

        Assert.AreEqual($"@{path}", PromptOf("forward", $"@{path}"));
        StringAssert.Contains(RequestOf("tokenize", "x", "--model", "@x"), "\"model\":\"@x\"");
    }

    [TestMethod]
    public void A_dash_reads_the_prompt_from_standard_input_without_its_last_line_break()
    {
        Assert.AreEqual("\n two\nlines ", PromptFrom("\n two\nlines \r\n"));
        Assert.AreEqual("ends\n", PromptFrom("ends\n\n"));
        Assert.AreEqual("", PromptFrom(""));
    }

    internal static string RequestOf(params string[] arguments) => Parse("", arguments).ToJsonString();

    private static string? PromptOf(string verb, params string[] arguments) => Parse("", [verb, .. arguments])["text"]?.GetValue<string>();

    private static string? PromptFrom(string input) => Parse(input, ["forward", "-"])["text"]?.GetValue<string>();

    private static System.Text.Json.Nodes.JsonObject Parse(string input, string[] arguments)
    {
        var tree = new CommandTree(arguments);
        var parsed = tree.Parse(arguments);
        tree.Check(parsed, arguments);
        var verb = tree.VerbOf(parsed) as Interp.Cli.Verbs.AnalysisVerb;
        Assert.IsNotNull(verb);
        var console = new TestConsole().Console(System.Text.Encoding.UTF8.GetBytes(input), width: null);
        return verb.Request(new Invocation(parsed, tree.Common, console, CancellationToken.None));
    }
}
