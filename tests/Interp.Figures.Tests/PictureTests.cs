using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Interp.Contracts;
using Interp.Figures.Contributions;
using Interp.Figures.Drawing;
using Interp.Figures.Lens;

namespace Interp.Figures.Tests;

[TestClass]
public sealed class PictureTests
{
    private static readonly XNamespace svg = "http://www.w3.org/2000/svg";

    public static IEnumerable<object[]> Lenses => GoldenResults.Names("lens-").Select(name => new object[] { name });

    public static IEnumerable<object[]> Scores => GoldenResults.Names("contributions-").Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Lenses))]
    public void No_label_of_a_lens_grid_covers_another_or_leaves_the_page(string name)
    {
        if (GoldenResults.Read(name) is LensResult result)
        {
            using var sheet = new LensFigure(result).Draw();
            CheckLabels(sheet);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Scores))]
    public void No_label_of_a_waterfall_covers_another_or_leaves_the_page(string name)
    {
        if (GoldenResults.Read(name) is ContributionsResult { Layers: not null } result)
        {
            using var sheet = new WaterfallFigure(result).Draw();
            CheckLabels(sheet);
        }
    }

    [TestMethod]
    public void A_lens_grid_as_SVG_is_well_formed_and_its_words_are_text()
    {
        var result = Lens();

        var document = XDocument.Parse(Svg(result));

        Assert.AreEqual("174mm", document.Root?.Attribute("width")?.Value);
        var texts = document.Descendants(svg + "text").Select(text => text.Value.Trim()).ToHashSet(StringComparer.Ordinal);
        var answer = TokenLabel.Of(result.Cells[^1][^1].Top[0].Text, TokenLabel.PictureLength);
        Assert.Contains(answer, texts);
        Assert.Contains("embed", texts);
        Assert.Contains("probability of the top token", texts);
        Assert.IsEmpty(document.Descendants(svg + "image").ToList());
    }

    [TestMethod]
    public void A_lens_grid_names_target_and_contrast_and_draws_their_course()
    {
        var document = XDocument.Parse(Svg(Lens()));

        var texts = document.Descendants(svg + "text").Select(text => text.Value.Trim()).ToHashSet(StringComparer.Ordinal);
        Assert.Contains("top token is the target ·Paris", texts);
        Assert.Contains("contrast ·London is above it", texts);
        Assert.Contains(text => text.StartsWith("log-probability after each layer at position 4 ·is, nats", StringComparison.Ordinal), texts);
        Assert.Contains("·Paris −0.26", texts);
        Assert.Contains("·London −4.38", texts);
        Assert.Contains("lens perLayer, prompt: The·capital·of·France·is", texts);
        StringAssert.Contains(document.Descendants(svg + "title").Single().Value, "·Paris and ·London");
    }

    [TestMethod]
    public void A_row_far_below_the_others_is_named_and_leaves_the_axis_to_them()
    {
        var result = Lens();
        var course = result.Cells[^1].ToArray();
        course[0] = course[0] with { Target = course[1].Target is { } target ? target with { LogProb = -410.5 } : null };
        var texts = XDocument.Parse(Svg(result with { Cells = [.. result.Cells.SkipLast(1), course] })).Descendants(svg + "text")
            .Select(text => text.Value.Trim()).ToList();

        Assert.IsTrue(texts.Exists(text => text.Contains("−410.50", StringComparison.Ordinal) && text.EndsWith("below the axis", StringComparison.Ordinal)));
        Assert.IsFalse(texts.Exists(text => text is "−400" or "−200" or "−100"), "The axis still reaches down to that row.");
    }

    [TestMethod]
    public void A_character_that_no_font_has_is_spelled_out()
    {
        FigureFonts.Load();

        // A noncharacter: no font has a glyph for it.
        Assert.AreEqual(("a[U+1FFFF]", FigureFonts.Family), FigureFonts.Written("a\U0001FFFF"));
        Assert.AreEqual(("·é→", FigureFonts.Family), FigureFonts.Written("·é→"));
    }

    [TestMethod]
    public void A_waterfall_as_SVG_is_well_formed_and_names_its_greatest_steps()
    {
        var document = XDocument.Parse(Svg(Contributions()));

        var texts = string.Join(' ', document.Descendants(svg + "text").Select(text => text.Value.Trim()));
        StringAssert.Contains(texts, "attn 23 +3.45");
        StringAssert.Contains(texts, "ff 21 −1.71");
        StringAssert.Contains(texts, "60 layer scores, +10.45 nats in all");
        StringAssert.Contains(texts, "lens frozen, prompt: The·capital·of·France·is");
        StringAssert.Contains(texts, "log-probability of ·Paris, nats");
        StringAssert.Contains(document.Descendants(svg + "title").Single().Value, "·Paris");
    }

    [TestMethod]
    public void A_PNG_is_174_millimetres_wide_at_300_dots_per_inch()
    {
        var png = Pictures.Draw(Contributions(), ".png").Span;

        Assert.IsTrue(png.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']));
        Assert.AreEqual(2055, BinaryPrimitives.ReadInt32BigEndian(png[16..]));
        Assert.IsTrue(png.Slice(37, 4).SequenceEqual("pHYs"u8));
        Assert.AreEqual(11811, BinaryPrimitives.ReadInt32BigEndian(png[41..]));
    }

    [TestMethod]
    [DataRow("de-DE")]
    [DataRow("sv-SE")]
    [DataRow("ar-SA")]
    [DataRow("fa-IR")]
    public void A_picture_is_the_same_in_every_culture(string culture)
    {
        var expected = (Svg(Contributions()), Svg(Lens()));
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.AreEqual(expected, (Svg(Contributions()), Svg(Lens())));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void A_waterfall_without_layers_is_refused()
    {
        var failure = Assert.ThrowsExactly<InterpException>(() => Pictures.Draw(Contributions() with { Layers = null }, ".svg"));

        Assert.AreEqual(ErrorKind.NotAvailable, failure.Kind);
    }

    [TestMethod]
    public void The_steps_of_a_waterfall_end_at_the_models_answer()
    {
        var result = Contributions();

        var steps = Waterfall.Of(result);

        Assert.AreEqual(result.Target.LogProbZero, steps[0].From);
        Assert.AreEqual(result.Target.LogProbFinal, steps[^1].To, 1e-6);
    }

    [TestMethod]
    public void The_colour_scale_runs_from_nearly_white_to_a_dark_blue_and_text_on_it_can_be_read()
    {
        Assert.AreEqual(FigureColours.Black, FigureColours.TextOn(FigureColours.Sequential(0)));
        Assert.AreEqual(FigureColours.White, FigureColours.TextOn(FigureColours.Sequential(1)));
        var light = FigureColours.Sequential(0);
        var dark = FigureColours.Sequential(1);
        Assert.IsGreaterThan(245, light.R);
        Assert.IsGreaterThan(dark.R + 60, dark.B);
    }

    [TestMethod]
    public void Ticks_fall_on_round_numbers()
    {
        Assert.AreEqual(5, Ticks.Step(16, 5));
        Assert.AreEqual(0.2, Ticks.Step(0.9, 5), 1e-12);
        Assert.AreEqual("−0.4", Ticks.Text(-0.4, 0.2));
        Assert.AreEqual("0.0", Ticks.Text(-0.0, 0.2));
        Assert.AreEqual("0.01 %", Ticks.Percent(4));
    }

    private static void CheckLabels(Sheet sheet)
    {
        var page = new Extent(0, 0, Sheet.Width, sheet.Height);
        var labels = sheet.Labels.Where(label => label.Width > 0).Select(label => label.Grown(-0.6)).ToList();
        for (var i = 0; i < labels.Count; i++)
        {
            Assert.IsTrue(page.Contains(labels[i]), $"{labels[i]} leaves the page.");
            for (var j = 0; j < i; j++)
            {
                Assert.IsFalse(labels[i].Overlaps(labels[j]), $"{labels[i]} covers {labels[j]}.");
            }
        }
    }

    private static string Svg(AnalysisResult result) => Encoding.UTF8.GetString(Pictures.Draw(result, ".svg").Span);

    private static LensResult Lens() => GoldenResults.Read("lens-contrast-smollm2") as LensResult ?? throw new InvalidDataException();

    private static ContributionsResult Contributions() => GoldenResults.Read("contributions-words-smollm2") as ContributionsResult ?? throw new InvalidDataException();
}
