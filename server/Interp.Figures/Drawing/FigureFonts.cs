using ScottPlot;

namespace Interp.Figures.Drawing;

/// <summary>The fonts of pictures: ours beside the program, so that pictures are the same everywhere; the system's only for scripts that ours lacks.</summary>
internal static class FigureFonts
{
    /// <summary>Family name of the fonts that come with the program.</summary>
    public const string Family = "DejaVu Sans";

    private static readonly Lock gate = new();
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

    /// <summary>The family that can write <paramref name="text"/>.</summary>
    public static string For(string text) =>
        text.All(character => character < 0x250) || ScottPlot.Fonts.GetTypeface(Family, bold: false, italic: false).ContainsGlyphs(text) ? Family : ScottPlot.Fonts.Detect(text);

    /// <summary>Width of a text in page units.</summary>
    public static double WidthOf(string text, float size, bool bold)
    {
        var style = new LabelStyle { FontSize = size, FontName = For(text), Bold = bold };
        using var paint = Paint.NewDisposablePaint();
        return style.Measure(text, paint).Width;
    }

    /// <summary>The text cut with <c>…</c> to what fits into <paramref name="width"/>; empty when not even one character does.</summary>
    public static string Fit(string text, float size, double width)
    {
        if (WidthOf(text, size, bold: false) <= width)
        {
            return text;
        }

        var elements = System.Globalization.StringInfo.ParseCombiningCharacters(text);
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
