using Interp.Cli.Rendering;

namespace Interp.Cli.Tests.Rendering;

[TestClass]
public sealed class ExplainPageTests
{
    [TestMethod]
    [DataRow(120, "explain-120.txt")]
    [DataRow(80, "explain-80.txt")]
    public void On_a_terminal_the_answer_is_a_picture_that_fits(int width, string name)
    {
        var text = OnTerminal(width);

        Snapshot.Check(name, text);
        Assert.IsTrue(text.Split('\n').All(line => Block.WidthOf(line) <= width), "A line is wider than the terminal.");
    }

    [TestMethod]
    public void In_a_pipe_the_answer_is_plain_text_with_the_same_facts()
    {
        var writer = new StringWriter();
        ResultPages.Write(ExplainFixture.Result, new PlainPage(writer));

        Snapshot.Check("explain.txt", writer.ToString());
    }

    [TestMethod]
    public void What_is_not_shown_is_summed_up()
    {
        var shown = ExplainPage.GreatestLayers(ExplainFixture.Result);

        Assert.HasCount(8, shown);
        Assert.AreEqual("52 other layers -4.49; all 60 add up to +10.45", ExplainPage.RestOfLayers(ExplainFixture.Result, shown));
    }

    [TestMethod]
    [DataRow(" Paris", "\" Paris\"")]
    [DataRow(" Größe", "\" Größe\"")]
    [DataRow("日本", "\"日本\"")]
    [DataRow("don't", "\"don't\"")]
    [DataRow(" $x", "' $x'")]
    [DataRow("7", "'\"7\"'")]
    [DataRow("<0xE6>", null)]
    [DataRow("\n", null)]
    [DataRow(" ", null)]
    [DataRow("-", null)]
    [DataRow("$'", null)]
    [DataRow("\u0301", null)]
    public void A_suggested_token_is_typed_as_it_is_or_not_suggested(string text, string? argument) => Assert.AreEqual(argument, NextSteps.Quoted(text));

    [TestMethod]
    public void Lists_that_nobody_asked_for_leave_no_trace()
    {
        var source = ExplainFixture.Result;
        var result = source with
        {
            Heads = source.Heads is { } heads ? heads with { Top = [], Bottom = [] } : null,
            FfNeurons = source.FfNeurons is { } neurons ? neurons with { Top = [], Bottom = [] } : null,
        };
        var writer = new StringWriter { NewLine = "\n" };
        ResultPages.Write(result, new TerminalPage(writer, 120, colours: false));

        Assert.IsFalse(writer.ToString().Contains("Heads", StringComparison.Ordinal) || writer.ToString().Contains("certified", StringComparison.Ordinal), writer.ToString());
    }

    private static string OnTerminal(int width)
    {
        var writer = new StringWriter { NewLine = "\n" };
        ResultPages.Write(ExplainFixture.Result, new TerminalPage(writer, width, colours: false));
        return writer.ToString();
    }
}
