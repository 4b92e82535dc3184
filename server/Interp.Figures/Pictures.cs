using System.Text;
using Interp.Contracts;
using Interp.Figures.Contributions;
using Interp.Figures.Drawing;
using Interp.Figures.Lens;

namespace Interp.Figures;

/// <summary>Pictures of results for papers: 174 mm wide, SVG with real text or PNG of 300 dots per inch.</summary>
public static class Pictures
{
    private static readonly string[] kinds = [".svg", ".png"];

    /// <summary>The extensions of the pictures that results of <paramref name="method"/> have.</summary>
    public static IReadOnlyList<string> Extensions(string method) => method is "lens" or "contributions" or "explain" ? kinds : [];

    /// <summary>Refuses a request whose result will lack what its picture shows; called before the work.</summary>
    /// <exception cref="InterpException">NotAvailable.</exception>
    public static void Check(AnalysisRequest request)
    {
        if (request is ContributionsRequest { Levels: { } levels } && !levels.Contains("layers", StringComparer.Ordinal))
        {
            throw Waterfall.NeedsLayers();
        }
    }

    /// <summary>The picture of a result as the bytes of a file.</summary>
    /// <param name="result">A result of <c>lens</c>, <c>contributions</c> or <c>explain</c>.</param>
    /// <param name="extension">One of <see cref="Extensions"/>.</param>
    /// <exception cref="InterpException">NotAvailable: the result lacks what its picture shows.</exception>
    public static ReadOnlyMemory<byte> Draw(AnalysisResult result, string extension)
    {
        var (sheet, title) = result switch
        {
            LensResult lens when new LensFigure(lens) is var figure => (figure.Draw(), figure.Title),
            ContributionsResult contributions when new WaterfallFigure(contributions) is var figure => (figure.Draw(), figure.Title),
            _ => throw new InterpException(ErrorKind.NotAvailable, $"`{result.Method}` has no picture.", "Write it as .json, .csv or .md."),
        };
        using var drawn = sheet;
        return extension == ".svg" ? Encoding.UTF8.GetBytes(sheet.Svg(title)) : sheet.Png();
    }
}
