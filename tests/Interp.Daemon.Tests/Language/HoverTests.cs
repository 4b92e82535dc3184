using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Interp.Contracts;
using Interp.Daemon.Language;
using Interp.Daemon.Tests.Documents;
using Interp.Figures;

namespace Interp.Daemon.Tests.Language;

[TestClass]
public sealed partial class HoverTests
{
    private const string Capital = "### Capital of France\n@target \" Paris\"\n@contrast \" London\"\n\nThe capital of France is";

    [TestMethod]
    public void The_hover_of_a_token_says_what_comes_next_and_what_the_layers_would_say()
    {
        var hover = new Desk(Capital).Hover(4, 22);
        Assert.IsNotNull(hover);
        Assert.AreEqual(new TextRange(new(4, 21), new(4, 24)), hover.Range);
        Assert.AreEqual("markdown", hover.Contents.Kind);
        var text = Visible(hover.Contents.Value);
        StringAssert.StartsWith(text, "·is token 314, position 4 of 0–4 · [Explain here](");
        StringAssert.Contains(text, "\nNext: ·Paris 77.3 % · ·the 6.5 % · ·London 1.2 %\n");

        // Published with the target picture: layers, three words each, rank of the target.
        var rows = Rows(hover.Contents.Value);
        Assert.AreEqual("0 8 16 24 28 29", string.Join(' ', rows.Select(row => row[0])));
        Assert.AreEqual("28|·capital|·the|·Paris|3", string.Join('|', rows[^2]));
        Assert.AreEqual("29|·Paris|·the|·London|1", string.Join('|', rows[^1]));
        Assert.AreEqual("2,678 3,242 2,519 92 3 1", string.Join(' ', rows.Select(row => row[^1])));
        StringAssert.Contains(text, "·Paris leads ·London from layer 23 on.");
        StringAssert.Contains(text, "·Paris is first of all tokens from layer 29 on.");
        StringAssert.Contains(hover.Contents.Value, "[Explain here](command:interp.explain?%5B%7B%22uri%22%3A%22file%3A%2F%2F%2Fthere%2Fa.interp%22%2C%22block%22%3A0%2C%22position%22%3A4%7D%5D)");
        Assert.IsLessThanOrEqualTo(12, rows.Count + 1);
    }

    // An editor's hover is 250 pixels high, and what is below has to be scrolled to.
    [TestMethod]
    public void The_table_of_a_hover_comes_whole_before_the_sentences_and_nothing_in_it_makes_its_rows_high()
    {
        var hover = new Desk(Capital).Hover(4, 22)?.Contents.Value ?? "";
        var table = hover[hover.IndexOf("<table>", StringComparison.Ordinal)..hover.IndexOf("</table>", StringComparison.Ordinal)];
        Assert.AreEqual(2, hover[..hover.IndexOf("<table>", StringComparison.Ordinal)].Trim().Split('\n').Length);
        StringAssert.EndsWith(Visible(hover).Trim(), "·Paris leads ·London from layer 23 on. ·Paris is first of all tokens from layer 29 on.");
        Assert.IsFalse(Visible(table).Contains("from layer", StringComparison.Ordinal), table);

        // The cell beside the rows: two lines of text, the picture, at most two lines more. Rows are a line high and four pixels apart.
        const int line = 19;
        var beside = Cell().Match(table).Groups[1].Value.Split("<br>");
        Assert.HasCount(4, beside);
        Assert.IsLessThanOrEqualTo(Rows(hover).Count + 1, (LensSparkline.Height + (4d * line)) / (line + 4));
        StringAssert.Contains(Visible(table), "rank\u00A0of\u00A0·Paris");
    }

    [TestMethod]
    public void The_picture_is_a_small_SVG_without_a_background()
    {
        var hover = new Desk(Capital).Hover(4, 22)?.Contents.Value ?? "";
        var svg = Encoding.UTF8.GetString(Convert.FromBase64String(Picture().Match(hover).Groups[1].Value));
        Assert.IsLessThan(100_000, hover.Length);
        var root = XDocument.Parse(svg).Root;
        Assert.AreEqual("208", root?.Attribute("width")?.Value);
        Assert.AreEqual("84", root?.Attribute("height")?.Value);
        StringAssert.Contains(svg, "log-probability of ·Paris after each layer");
        Assert.IsFalse(svg.Contains("#FFFFFF", StringComparison.OrdinalIgnoreCase) || svg.Contains("white", StringComparison.Ordinal), svg);
        Assert.IsFalse((root?.Descendants() ?? []).Any(element => element.Name.LocalName == "rect" && element.Attribute("fill")?.Value is not (null or "none")), svg);
    }

    [TestMethod]
    [DataRow("#FFFFFF")]
    [DataRow("#1F1F1F")]
    public void The_colours_of_the_picture_can_be_told_from_light_and_dark(string background)
    {
        foreach (var colour in new[] { LensSparkline.TargetColour, LensSparkline.ContrastColour, LensSparkline.TextColour })
        {
            var (one, other) = (Luminance(colour), Luminance(background));
            Assert.IsGreaterThanOrEqualTo(3, (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05), $"{colour} on {background}");
        }
    }

    // R101: bars, back-ticks, line breaks and markup as top tokens.
    [TestMethod]
    [DataRow("|", "||", "`")]
    [DataRow("\n", "\r\n", "\t")]
    [DataRow("<b>", "</td>", "&amp;")]
    [DataRow("\u202E", "\0", "\u2066x")]
    [DataRow("**", "](x)", "\\")]
    [DataRow("---", "$x$", "<img src=x>")]
    [DataRow("שלום", "مرحبا", "😀")]
    [DataRow("\uD83D", "", " ")]
    public void R101_every_token_can_be_read_and_every_row_keeps_its_columns(string first, string second, string third)
    {
        var desk = new Desk("### a\n\nab", new FakeRunner(first, second, third));
        string[] labels = [.. new[] { first, second, third }.Select(word => MarkupText.Isolated(TokenLabel.Of(word, TokenLabel.PictureLength)))];

        foreach (var row in Rows(desk.Hover(2, 1)?.Contents.Value ?? ""))
        {
            CollectionAssert.AreEqual(labels, row[1..^1]);
        }

        var markdown = desk.Hover(2, 1, HoverFormat.Markdown)?.Contents.Value ?? "";
        var lines = markdown.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).ToArray();
        Assert.HasCount(1 + 3, lines);
        foreach (var line in lines.Skip(1))
        {
            var cells = line.Split('|');
            Assert.HasCount(7, cells);
            CollectionAssert.AreEqual(labels, cells[2..5].Select(cell => WebUtility.HtmlDecode(cell.Replace("**", "", StringComparison.Ordinal).Trim())).ToArray());
        }

        Assert.IsFalse(markdown.Any(character => char.IsControl(character) && character != '\n'));
    }

    // R103: picture and tables may vanish.
    [TestMethod]
    public void R103_the_facts_remain_when_the_picture_is_gone_and_tables_are_text()
    {
        foreach (var format in Enum.GetValues<HoverFormat>())
        {
            var text = Visible(new Desk(Capital).Hover(4, 22, format)?.Contents.Value ?? "");
            foreach (var fact in new[] { "·is token 314", "·Paris 77.3 %", "·Paris leads ·London from layer 23 on", "first of all tokens from layer 29 on", "log-probability", "−23.24 after layer 0, −0.26 at the end." })
            {
                StringAssert.Contains(text, fact, StringComparison.OrdinalIgnoreCase, $"{format}");
            }

            StringAssert.Matches(text, new Regex(@"\b28\b[^0-9]+·capital\s+(\| )?·the\s+(\| )?·Paris"), $"{format}");
        }
    }

    [TestMethod]
    public void There_is_no_hover_between_the_halves_of_a_surrogate_pair_or_beside_the_prompt()
    {
        var desk = new Desk("### a\n\n山😀 b");
        Assert.IsNotNull(desk.Hover(2, 1));
        Assert.IsNull(desk.Hover(2, 2));
        Assert.IsNotNull(desk.Hover(2, 3));
        Assert.AreEqual(new TextRange(new(2, 3), new(2, 5)), desk.Hover(2, 4)?.Range);
        Assert.IsNull(desk.Hover(2, 5));
        Assert.IsNull(desk.Hover(0, 1));
        Assert.IsNull(desk.Hover(9, 0));
    }

    [TestMethod]
    [DataRow("The 🐱 sat", 4, 4, 6, "🐱 is 3 tokens: ·<0xF0><0x9F> <0x90> <0xB1>, positions 1–3 of 0–4 · ")]
    [DataRow("👩‍🚀!", 0, 0, 5, "👩‍🚀 is 8 tokens: ")]
    [DataRow("👩‍🚀!", 3, 0, 5, "👩‍🚀 is 8 tokens: ")]
    [DataRow("山", 0, 0, 1, "山 is 2 tokens: <0xE5><0xB1> <0xB1>, positions 0–1 of 0–1 · ")]
    [DataRow("e\u0301x", 1, 0, 2, "e\u0301 is 3 tokens: e <0xCC> <0x81>, positions 0–2 of 0–3 · ")]
    public void A_character_of_several_tokens_is_told_whole_with_what_follows_its_last_token(string prompt, int at, int start, int end, string head)
    {
        var desk = new Desk("### a\n\n" + prompt);
        var hover = desk.Hover(2, at);
        Assert.AreEqual(new TextRange(new(2, start), new(2, end)), hover?.Range);
        StringAssert.StartsWith(Visible(hover?.Contents.Value ?? ""), head);
        StringAssert.Contains(Visible(hover?.Contents.Value ?? ""), "\nNext, after the last of them: ");
        foreach (var format in Enum.GetValues<HoverFormat>())
        {
            var text = desk.Hover(2, start, format)?.Contents.Value ?? "";
            StringAssert.StartsWith(format == HoverFormat.Plain ? text : Visible(text), head.TrimEnd(' ', '·'), $"{format}");
        }

        var last = new DirectRunner().RunAsync(new TokenizeRequest { Method = "tokenize", Text = prompt }, CancellationToken.None).GetAwaiter().GetResult().Tokens?.Select((token, index) => (token, index)).Last(entry => entry.token.End == end).index;
        StringAssert.Contains(hover?.Contents.Value, $"%22position%22%3A{last}%7D", "The links name the last token.");
    }

    [TestMethod]
    public void A_token_that_reaches_beyond_a_character_is_hovered_alone_and_a_mark_behind_it_is_told_for_itself()
    {
        var desk = new Desk("### a\n\ncafe\u0301");
        StringAssert.Contains(Visible(desk.Hover(2, 2)?.Contents.Value ?? ""), "afe token ");
        StringAssert.StartsWith(Visible(desk.Hover(2, 4)?.Contents.Value ?? ""), "◌\u0301 is 2 tokens: <0xCC> <0x81>, positions 2–3 of 0–3 · ");
    }

    [TestMethod]
    public void A_hover_that_is_not_ready_says_so_and_the_next_one_has_it()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runner = new FakeRunner("a", "b", "c") { Gate = gate.Task };
        var desk = new Desk("### a\n\nab", runner, time: new StoppedTime(firesAtOnce: true));
        StringAssert.StartsWith(desk.Hover(2, 1)?.Contents.Value, "The model is still reading this prompt");
        gate.SetResult();
        var patient = new HoverReader(runner, desk.Readings, () => desk.Settings, new StoppedTime());
        StringAssert.Contains(patient.ReadAsync(desk.Document, new TextPosition(2, 1), HoverFormat.Html, CancellationToken.None).GetAwaiter().GetResult()?.Contents.Value, "Next: <code>a</code>");
    }

    [TestMethod]
    public void A_target_of_several_tokens_does_not_keep_the_prompt_from_being_read() =>
        StringAssert.Contains(Visible(new Desk("### a\n@target \"Lasagna\"\n\nThe capital of France is").Hover(3, 22)?.Contents.Value ?? ""), "Next: ·Paris 77.3 %");

    [TestMethod]
    public void Without_a_target_the_top_token_is_followed_and_other_lenses_keep_the_own_answer()
    {
        StringAssert.Contains(Visible(new Desk("The capital of France is").Hover(0, 22)?.Contents.Value ?? ""), "rank\u00A0of\u00A0·Paris");
        var author = Visible(new Desk("@lens author\n\nThe capital of France is").Hover(2, 22)?.Contents.Value ?? "");
        StringAssert.Contains(author, "says (author)");
        StringAssert.Contains(author, "Next: ·Paris 77.3 %");
    }

    [TestMethod]
    public void An_untrusted_folder_has_hovers_of_the_embedded_model_only()
    {
        var untrusted = new LanguageSettings { Trusted = false };
        StringAssert.Contains(Visible(new Desk("@model tiny/gpt2\n\nabc", settings: untrusted).Hover(2, 0)?.Contents.Value ?? ""), "This folder is not trusted, so the model tiny/gpt2 is not loaded. Trust the folder");
        StringAssert.Contains(new Desk("@model smollm2-135m-instruct\n\nabc", settings: untrusted).Hover(2, 0)?.Contents.Value, "Next");
        Assert.IsNull(new Desk("abc", settings: new LanguageSettings { HoverEnabled = false }).Hover(0, 0));
    }

    [TestMethod]
    public void The_hover_of_a_directive_says_what_it_means_and_its_value_now()
    {
        var desk = new Desk("@model smollm2-135m-instruct\n### a\n@target \" Paris\"\n@expect prob(\" Paris\") >= 0.9\n@position -1\n@traget\n\nThe capital of France is");
        StringAssert.Contains(Visible(desk.Hover(3, 3)?.Contents.Value ?? ""), "not evaluated yet");
        desk.Read();
        StringAssert.Contains(Visible(desk.Hover(0, 1)?.Contents.Value ?? ""), "@model\n\nThe model that reads the prompt.");
        StringAssert.Contains(Visible(desk.Hover(0, 1)?.Contents.Value ?? ""), "llama, 30 layers, width 576, 49,152 tokens.");
        StringAssert.Contains(Visible(desk.Hover(2, 12)?.Contents.Value ?? ""), "Now: ·Paris (token 7042) has rank 1 and probability 77.3 %.");
        StringAssert.Contains(Visible(desk.Hover(3, 3)?.Contents.Value ?? ""), "prob(\" Paris\") is 0.773, expected >= 0.9.");
        StringAssert.Contains(Visible(desk.Hover(4, 3)?.Contents.Value ?? ""), "-1 is position 4, the token ·is.");
        Assert.IsNull(desk.Hover(5, 2));
    }

    [TestMethod]
    [DataRow(30, 9, "0 4 8 12 16 20 24 28 29")]
    [DataRow(12, 9, "0 4 8 11")]
    [DataRow(48, 11, "0 8 16 24 32 40 44 47")]
    [DataRow(30, 6, "0 8 16 24 28 29")]
    [DataRow(30, 3, "0 16 29")]
    [DataRow(6, 2, "0 5")]
    [DataRow(2, 9, "0 1")]
    [DataRow(1, 9, "0")]
    [DataRow(30, 1, "29")]
    public void Every_fourth_layer_is_shown_and_the_last(int layers, int most, string expected) =>
        Assert.AreEqual(expected, string.Join(' ', TokenHoverMaker.Layers(layers, most)));

    /// <summary>What a person reads: tags gone, references decoded, emphasis gone.</summary>
    private static string Visible(string markup) => WebUtility.HtmlDecode(Tag().Replace(markup, "").Replace("**", "", StringComparison.Ordinal)).Replace("\u2068", "", StringComparison.Ordinal);

    /// <summary>The cells of the rows of layers.</summary>
    private static List<string[]> Rows(string html) =>
    [
        .. Row().Matches(html).Select(row => Cell().Matches(row.Value).Select(cell => WebUtility.HtmlDecode(Tag().Replace(cell.Groups[1].Value, ""))).ToArray()).Skip(1),
    ];

    private static double Luminance(string colour)
    {
        var channels = new[] { 1, 3, 5 }.Select(at => Convert.ToInt32(colour.Substring(at, 2), 16) / 255d).Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * channels[0]) + (0.7152 * channels[1]) + (0.0722 * channels[2]);
    }

    [GeneratedRegex("data:image/svg\\+xml;base64,([A-Za-z0-9+/=]+)")]
    private static partial Regex Picture();

    [GeneratedRegex("<[^>]*>|!\\[[^\\]]*\\]\\([^)]*\\)")]
    private static partial Regex Tag();

    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex("<td[^>]*>(.*?)</td>", RegexOptions.Singleline)]
    private static partial Regex Cell();
}
