using Interp.Contracts;
using Interp.Daemon.Documents;

namespace Interp.Daemon.Tests.Documents;

[TestClass]
public sealed class ParserTests
{
    [TestMethod]
    public void A_document_has_blocks_with_names_settings_and_prompts()
    {
        var document = Marked.Lines(
            "@model smollm2-135m-instruct            # settings before the first block hold for all blocks",
            "",
            "### Capital of France",
            "@target \" Paris\"",
            "@contrast \" London\"",
            "@expect prob(\" Paris\") >= 0.5",
            "@expect rank(\" Paris\", layer=25) <= 3",
            "",
            "The capital of France is",
            "",
            "### Who gets the drink",
            "@target \" Mary\"",
            "When Mary and John went to the store, John gave a drink to",
            "");
        Assert.IsEmpty(document.Problems);
        Assert.HasCount(2, document.Blocks);
        var (first, second) = (document.Blocks[0], document.Blocks[1]);
        Assert.AreEqual("Capital of France", first.Name);
        Assert.AreEqual("The capital of France is", first.Prompt.Text);
        Assert.AreEqual("smollm2-135m-instruct", first.Model);
        Assert.AreEqual(" Paris", first.Target?.Text);
        Assert.AreEqual(" London", first.Contrast?.Text);
        Assert.HasCount(2, first.Expectations.ToArray());
        Assert.AreEqual("When Mary and John went to the store, John gave a drink to", second.Prompt.Text);
        Assert.AreEqual("smollm2-135m-instruct", second.Model);
        Assert.IsNull(second.Contrast);
        Assert.AreEqual(new TextRange(new(8, 0), new(8, 24)), first.Prompt.Range);
    }

    [TestMethod]
    [DataRow("The capital", "The capital", DisplayName = "A document without a header is one prompt")]
    [DataRow("@top 3\nThe capital", "The capital", DisplayName = "Directives may start it")]
    [DataRow("@top 3\n\nThe capital", "The capital", DisplayName = "One empty line after directives is dropped")]
    [DataRow("@top 3\n\n\nThe capital", "\nThe capital", DisplayName = "A second empty line is part of the prompt")]
    [DataRow("### a\n\nx", "x", DisplayName = "An empty line after the header is dropped")]
    [DataRow("### a\nx\ny\n", "x\ny", DisplayName = "The last line break is no part of the prompt")]
    [DataRow("### a\nx\n\n\n", "x", DisplayName = "Blank lines at the end are no part of it")]
    [DataRow("### a\nx \n", "x ", DisplayName = "A blank at the end of the last line is")]
    [DataRow("### a\nx\r\ny\r\n", "x\ny", DisplayName = "Line ends are line feeds for the model")]
    [DataRow("### a\nx\n\ny", "x\n\ny", DisplayName = "Empty lines inside are kept")]
    [DataRow("\uFEFF### a\nx", "x", DisplayName = "A byte order mark is dropped")]
    [DataRow("\uFEFFx", "x", DisplayName = "A byte order mark before a prompt is dropped")]
    [DataRow("### a\n\\### x", "### x", DisplayName = "An escaped header is text")]
    [DataRow("### a\n\\@x", "@x", DisplayName = "An escaped directive is text")]
    [DataRow("### a\n\\\\@x", "\\@x", DisplayName = "Several backslashes lose one")]
    [DataRow("### a\n\\x", "\\x", DisplayName = "A backslash before anything else stays")]
    [DataRow("### a\nx\n@y", "x\n@y", DisplayName = "A line with a sign inside the prompt is text")]
    [DataRow("### a\n# x", "# x", DisplayName = "A heading of the prompt is text")]
    [DataRow("### a\n😀 山田\nx", "😀 山田\nx", DisplayName = "Any script")]
    public void The_prompt_is_verbatim(string text, string prompt) =>
        Assert.AreEqual(prompt, InterpDocument.Parse(text).Blocks.Single().Prompt.Text);

    [TestMethod]
    public void An_empty_document_has_no_block() => Assert.IsEmpty(InterpDocument.Parse("\r\n  \n").Blocks);

    [TestMethod]
    [DataRow("@target \" #1\" # one", " #1")]
    [DataRow("@target \"a\\\" # b\"", "a\" # b")]
    [DataRow("@target \"x\"#y", null, DisplayName = "Without white space before it there is no comment")]
    public void A_comment_begins_after_white_space_and_outside_a_string(string line, string? target) =>
        Assert.AreEqual(target, Marked.Lines("### a", line, "", "p").Blocks[0].Target?.Text);

    [TestMethod]
    public void A_block_overrides_what_the_document_sets()
    {
        var document = Marked.Lines("@lens frozen", "@set lens.mid true", "@expect prob(\"a\") > 0", "### a", "@lens author", "p", "### b", "p");
        Assert.IsEmpty(document.Problems);
        Assert.AreEqual("author", document.Blocks[0].Lens);
        Assert.AreEqual("frozen", document.Blocks[1].Lens);
        Assert.IsTrue(document.Blocks[1].MembersOf("lens")["mid"].GetBoolean());
        Assert.HasCount(1, document.Blocks[1].Expectations.ToArray());
    }

    [TestMethod]
    public void Every_kind_of_directive_is_read()
    {
        var block = Marked.Lines(
            "### a", "@model ./models/my model", "@target 5", "@contrast \"b\"", "@position -2", "@lens frozen", "@layers 20-29", "@top 4",
            "@provider cpu", "@precision f32", "@edits [{\"op\": \"scaleHead\"}]", "@note He said \"hi", "@set contributions.levels [\"heads\"]", "p").Blocks[0];
        Assert.IsFalse(block.IsBroken);
        Assert.AreEqual("./models/my model", block.Model);
        Assert.AreEqual(5, block.Target?.Id);
        Assert.AreEqual(-2, block.Position);
        Assert.AreEqual(new LayersValue(20, 29), block.Layers);
        Assert.AreEqual(4, block.Top);
        Assert.AreEqual("scaleHead", (block.Edits as InlineJsonValue)?.Json[0].GetProperty("op").GetString());
        Assert.AreEqual("heads", block.MembersOf("contributions")["levels"][0].GetString());
    }

    [TestMethod]
    public void Markdown_fences_named_interp_are_documents_of_their_own()
    {
        var document = InterpDocument.Parse(
            "# Title\n\n```interp\n@top 3\n### a\nx\n```\n\n````text\n```interp\nno\n```\n````\n\n- item\n\n  ~~~ interp\n  y\n    z\n  ~~~\n",
            DocumentKind.Markdown);
        Assert.HasCount(2, document.Blocks);
        Assert.AreEqual("x", document.Blocks[0].Prompt.Text);
        Assert.AreEqual("y\n  z", document.Blocks[1].Prompt.Text);
        Assert.IsNull(document.Blocks[1].Top);
        Assert.AreEqual(new TextPosition(17, 2), document.Blocks[1].Prompt.Range.Start);
        Assert.AreEqual("z", document.Covered(document.Blocks[1].Prompt.RangeOf(4, 5)));
    }

    [TestMethod]
    public void A_selection_is_one_prompt_verbatim() =>
        Assert.AreEqual("@top 3\n### a\n", InterpDocument.Parse("@top 3\r\n### a\n", DocumentKind.Prompt).Blocks.Single().Prompt.Text);

    [TestMethod]
    public void A_document_of_five_megabytes_of_mistakes_lists_the_first_thousand()
    {
        var text = string.Concat(Enumerable.Repeat("### block\n@traget x\n@expect nothing\nprompt\n\n", 110_000));
        var document = InterpDocument.Parse(text);
        Assert.HasCount(110_000, document.Blocks);
        Assert.HasCount(DocumentParser.MostProblems + 1, document.Problems);
        Assert.AreEqual("Only the first 1,000 problems are listed.", document.Problems[^1].Message);
    }
}
