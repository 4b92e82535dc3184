using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using ScottPlot;

namespace Interp.Figures.Drawing;

/// <summary>The fonts of pictures: ours beside the program, so that pictures are the same everywhere; the system's only for scripts that ours lacks.</summary>
internal static class FigureFonts
{
    /// <summary>Family name of the fonts that come with the program.</summary>
    public const string Family = "DejaVu Sans";

    private static readonly Lock gate = new();
    private static readonly ConcurrentDictionary<(string Family, int CodePoint), bool> glyphs = new();
    private static readonly ConcurrentDictionary<int, string> families = new();
    private static bool loaded;

    /// <summary>Makes the fonts known; done once.</summary>
    public static void Load()
    {
        lock (gate)
        {
            if (loaded)
            {
                return;
            }

            var folder = Path.Combine(AppContext.BaseDirectory, "Fonts");
            ScottPlot.Fonts.AddFontFile(Family, Path.Combine(folder, "DejaVuSans.ttf"), bold: false, italic: false);
            ScottPlot.Fonts.AddFontFile(Family, Path.Combine(folder, "DejaVuSans-Bold.ttf"), bold: true, italic: false);
            ScottPlot.Fonts.Default = Family;
            loaded = true;
        }
    }

    /// <summary>The text as it can be written, and the family to write it with; characters that no font has are <c>[U+672C]</c>.</summary>
    public static (string Text, string Family) Written(string text)
    {
        if (text.All(character => character < 0x250))
        {
            return (text, Family);
        }

        // A label is in one family: the first that ours needs help from, and what that one lacks is spelled out.
        var runes = text.EnumerateRunes().ToList();
        var family = runes.Select(FamilyOf).FirstOrDefault(name => name != Family && name.Length > 0) ?? Family;
        var written = new StringBuilder();
        foreach (var rune in runes)
        {
            written.Append(Has(family, rune) ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]"));
        }

        return (written.ToString(), family);
    }

    /// <summary>The family that has a character: ours, one of the system, or none (empty).</summary>
    private static string FamilyOf(Rune rune) => families.GetOrAdd(rune.Value, _ =>
    {
        if (Has(Family, rune))
        {
            return Family;
        }

        var found = ScottPlot.Fonts.Detect(rune.ToString());
        return Has(found, rune) ? found : "";
    });

    private static bool Has(string family, Rune rune) => glyphs.GetOrAdd(
        (family, rune.Value),
        key => ScottPlot.Fonts.GetTypeface(key.Family, bold: false, italic: false).ContainsGlyphs(rune.ToString()));

    /// <summary>Width of a text in page units.</summary>
    public static double WidthOf(string text, float size, bool bold)
    {
        var (written, family) = Written(text);
        var style = new LabelStyle { FontSize = size, FontName = family, Bold = bold };
        using var paint = Paint.NewDisposablePaint();
        return style.Measure(written, paint).Width;
    }

    /// <summary>The text cut with <c>…</c> to what fits into <paramref name="width"/>; empty when not even one character does.</summary>
    public static string Fit(string text, float size, double width)
    {
        if (WidthOf(text, size, bold: false) <= width)
        {
            return text;
        }

        var elements = StringInfo.ParseCombiningCharacters(text);
        for (var count = elements.Length - 1; count > 0; count--)
        {
            var cut = string.Concat(text.AsSpan(0, elements[count]), "…");
            if (WidthOf(cut, size, bold: false) <= width)
            {
                return cut;
            }
        }

        return "";
    }
}
