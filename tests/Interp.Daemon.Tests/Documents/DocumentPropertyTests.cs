using CsCheck;
using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Language;
using Interp.Daemon.Language.Protocol;

namespace Interp.Daemon.Tests.Documents;

[TestClass]
public sealed class DocumentPropertyTests
{
    private static readonly Gen<string> Pieces = Gen.OneOf(
        Gen.OneOf(
            "###", "### name", "@", "@target", "@expect", " prob(", "\" Paris\"", ")", ">=", "0.5", "\\", "\\###", "\\@", "\n", "\n\n", "\r\n", "\r", "\uFEFF",
            "#", " # ", "😀", "山", "\uD83D", "\uDE00", "```interp\n", "```\n", "  ```interp\n", "@set lens.", "top ", "{", "[", "layer=", ",", "head 1.2", "\0", "\u202E"),
        Gen.Char.Array[0, 4].Select(characters => new string(characters)));

    private static readonly Gen<string> Texts = Pieces.Array[0, 30].Select(string.Concat);

    [TestMethod]
    public void Any_text_can_be_read_and_every_range_lies_inside_it()
    {
        Gen.Select(Texts, Gen.Enum<DocumentKind>()).Sample(
            (text, kind) =>
            {
                var document = InterpDocument.Parse(text, kind);
                foreach (var range in document.Problems.Select(problem => problem.Range).Concat(document.Blocks.SelectMany(Ranges)))
                {
                    Assert.IsTrue(range.Start <= range.End);
                    Assert.AreEqual(range.Start, document.Text.PositionOf(document.Text.OffsetOf(range.Start)));
                    Assert.AreEqual(range.End, document.Text.PositionOf(document.Text.OffsetOf(range.End)));
                }
            },
            iter: 5_000);
    }

    [TestMethod]
    public void Every_character_of_a_prompt_maps_to_its_place_and_back()
    {
        Gen.Select(Texts, Gen.Enum<DocumentKind>()).Sample(
            (text, kind) =>
            {
                var document = InterpDocument.Parse(text, kind);
                foreach (var prompt in document.Blocks.Select(block => block.Prompt))
                {
                    for (var offset = 0; offset < prompt.Text.Length; offset++)
                    {
                        var place = prompt.PositionOf(offset);
                        Assert.AreEqual(offset, prompt.OffsetOf(place));
                        if (prompt.Text[offset] != '\n')
                        {
                            Assert.AreEqual(prompt.Text[offset], document.Text.Text[document.Text.OffsetOf(place)]);
                        }
                    }
                }
            },
            iter: 2_000);
    }

    [TestMethod]
    public void A_prompt_written_into_a_block_is_read_back()
    {
        Gen.Select(Texts, Gen.OneOf("\n", "\r\n")).Sample(
            (text, lineEnd) =>
            {
                var lines = text.ReplaceLineEndings("\n").Replace('\r', ' ').Replace("\uFEFF", "", StringComparison.Ordinal).Split('\n');
                var prompt = string.Join('\n', lines.AsEnumerable().Reverse().SkipWhile(line => line.Trim(' ', '\t').Length == 0).Reverse());
                var escaped = prompt.Split('\n').Select(line => line.TrimStart('\\') is var rest && (rest.StartsWith('@') || rest.StartsWith("###", StringComparison.Ordinal)) ? "\\" + line : line);
                var document = InterpDocument.Parse($"### a{lineEnd}@top 3{lineEnd}{lineEnd}{string.Join(lineEnd, escaped)}{lineEnd}{lineEnd}### b{lineEnd}next");
                Assert.AreEqual(prompt, document.Blocks[0].Prompt.Text);
            },
            iter: 2_000);
    }

    [TestMethod]
    public void A_chain_of_edits_gives_what_a_plain_string_gives()
    {
        Gen.Select(Texts, Gen.Select(Gen.Int[0, 12], Gen.Int[0, 20], Gen.Int[0, 12], Gen.Int[0, 20], Texts).Array[0, 5]).Sample(
            (text, edits) =>
            {
                var buffer = new TextBuffer(text);
                foreach (var (startLine, startCharacter, endLine, endCharacter, inserted) in edits)
                {
                    var (first, second) = (new TextPosition(startLine, startCharacter), new TextPosition(endLine, endCharacter));
                    var range = first <= second ? new TextRange(first, second) : new TextRange(second, first);
                    var (start, end) = (SlowOffset(buffer.Text, range.Start), SlowOffset(buffer.Text, range.End));
                    var expected = buffer.Text[..start] + inserted + buffer.Text[end..];
                    buffer = buffer.With(range, inserted);
                    Assert.AreEqual(expected, buffer.Text);
                    Assert.AreEqual(Lines(new TextBuffer(expected)), Lines(buffer));
                }
            },
            iter: 5_000);
    }

    [TestMethod]
    public void A_document_that_is_edited_reads_as_one_that_is_read_at_once()
    {
        var edits = Gen.Select(Gen.Int[0, 14], Gen.Int[0, 12], Gen.Int[0, 1], Gen.Int[0, 12], Gen.OneOf(Gen.Const("x"), Gen.Const(""), Texts), Gen.Bool).Array[1, 6];
        Gen.Select(Texts.Array[0, 5], edits).Sample(
            (texts, edits) =>
            {
                var document = OpenDocument.Of(new TextDocumentItem("u", "interp", 1, string.Join("\n### next\n@top 3\n\n", texts)));
                foreach (var (line, character, lines, end, inserted, isRead) in edits)
                {
                    _ = isRead ? document.Document : null;
                    var range = new TextRange(new(line, character), new(line + lines, end + (lines == 0 ? character : 0)));
                    document = document.With(2, [new ContentChange { Range = range, Text = inserted }]);
                }

                Assert.AreEqual(Shape(InterpDocument.Parse(document.Text.Text)), Shape(document.Document));
            },
            iter: 5_000);
    }

    [TestMethod]
    [DataRow("x")]
    [DataRow("")]
    public void An_edit_within_a_line_leaves_all_other_blocks_as_they_were_read(string typed)
    {
        var before = OpenDocument.Of(new TextDocumentItem("u", "interp", 1, "@top 3\n" + string.Join("\n", Enumerable.Range(0, 100).Select(index => $"### {index}\n\nprompt {index}\n"))));
        var known = before.Document.Blocks;
        var start = known[50].Prompt.Range.Start;
        var after = before.With(2, [new ContentChange { Range = new TextRange(start, start with { Character = 2 }), Text = typed }]).Document.Blocks;
        Assert.AreEqual(typed + "ompt 50", after[50].Prompt.Text);
        Assert.HasCount(100, after);
        foreach (var index in Enumerable.Range(0, 100).Where(index => index is < 49 or > 51))
        {
            Assert.AreSame(known[index], after[index]);
        }
    }

    private static string Shape(InterpDocument document) => string.Join(
        '\n',
        document.Blocks.Select(block => string.Join(' ', [block.Index, block.Name, block.Prompt.Text, .. Ranges(block), .. block.Directives, "of", .. block.Defaults]))
            .Concat(document.Sections.SelectMany(section => section.Defaults.Select(directive => directive.ToString())))
            .Concat(document.Problems.Select(problem => $"{problem with { Fixes = [] }} {string.Join(' ', problem.Fixes)}")));

    private static string Lines(TextBuffer text) => string.Join(' ', Enumerable.Range(0, text.LineCount).Select(line => $"{text.StartOf(line)}-{text.EndOf(line)}"));

    /// <summary>Counts line breaks one by one.</summary>
    private static int SlowOffset(string text, TextPosition position)
    {
        var at = 0;
        for (var line = 0; line < position.Line; line++)
        {
            while (at < text.Length && text[at] is not ('\n' or '\r'))
            {
                at++;
            }

            if (at == text.Length)
            {
                return at;
            }

            at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
        }

        var end = at;
        while (end < text.Length && end - at < position.Character && text[end] is not ('\n' or '\r'))
        {
            end++;
        }

        return end;
    }

    private static IEnumerable<TextRange> Ranges(PromptBlock block) =>
    [
        block.Range, block.Prompt.Range, .. block.Header is { } header ? [header] : Array.Empty<TextRange>(),
        .. block.Directives.SelectMany(directive => new[] { directive.NameRange, directive.ValueRange, directive.Range }),
        .. block.Expectations.Select(expectation => expectation.Range),
    ];
}
