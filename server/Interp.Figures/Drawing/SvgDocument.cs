using System.Globalization;
using System.Text.RegularExpressions;
using System.Security;

namespace Interp.Figures.Drawing;

/// <summary>Finishes the SVG that the drawing library writes: size in millimetres, a title, fonts to fall back to.</summary>
internal static partial class SvgDocument
{
    /// <summary>The finished document for a page.</summary>
    public static string Finish(string svg, int width, int height, double millimetres, string title) =>
        Finish(svg, width, height, string.Create(CultureInfo.InvariantCulture, $"width=\"{millimetres}mm\" height=\"{millimetres * height / width:F2}mm\""), title);

    /// <summary>The finished document for a screen.</summary>
    public static string Finish(string svg, int width, int height, string title) =>
        Finish(svg, width, height, string.Create(CultureInfo.InvariantCulture, $"width=\"{width}\" height=\"{height}\""), title);

    private static string Finish(string svg, int width, int height, string extent, string title)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"{extent} viewBox=\"0 0 {width} {height}\" role=\"img\"");
        var root = RootTag().Match(svg);
        if (!root.Success)
        {
            throw new InvalidOperationException("The drawing library wrote no svg element of known size.");
        }

        var opened = root.Value.Replace(root.Groups["size"].Value, size, StringComparison.Ordinal);
        // The library clips every mark to the page and numbers the clips through the life of the process: without them
        // the same picture has the same bytes.
        svg = PageClip().Replace(svg, "");
        svg = ClippedGroup().Replace(svg, "<g>");
        var head = $"{opened}\n<title>{SecurityElement.Escape(title)}</title>";
        return string.Concat(svg.AsSpan(0, root.Index), head, svg.AsSpan(root.Index + root.Length))
            .Replace($"font-family=\"{FigureFonts.Family}\"", $"font-family=\"{FigureFonts.Family}, Verdana, sans-serif\"", StringComparison.Ordinal)
            .ReplaceLineEndings("\n");
    }

    [GeneratedRegex("""<clipPath id="cl_[0-9a-f]+">\s*<rect width="\d+" height="\d+"/>\s*</clipPath>\s*""", RegexOptions.CultureInvariant)]
    private static partial Regex PageClip();

    [GeneratedRegex("""<g clip-path="url\(#cl_[0-9a-f]+\)">""", RegexOptions.CultureInvariant)]
    private static partial Regex ClippedGroup();

    [GeneratedRegex("<svg[^>]*?(?<size>width=\"[^\"]*\" height=\"[^\"]*\")[^>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex RootTag();
}
