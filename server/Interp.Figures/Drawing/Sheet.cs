using ScottPlot;

namespace Interp.Figures.Drawing;

/// <summary>
/// A sheet as wide as a page of a paper (174 mm) in units of 1/96 inch, y downwards: a ScottPlot plot whose axes are those units,
/// so that every mark and label is where it was put.
/// </summary>
internal sealed class Sheet : IDisposable
{
    /// <summary>Width of every sheet.</summary>
    public const int Width = 658;

    /// <summary>Ordinary text.</summary>
    public const float TextSize = 11;

    /// <summary>Ticks and words in cells.</summary>
    public const float SmallSize = 10;

    private const double Millimetres = 174;
    private const int PixelWidth = 2055;
    private readonly Plot plot = new();
    private readonly List<Extent> labels = [];

    /// <summary>An empty sheet.</summary>
    public Sheet(int height)
    {
        FigureFonts.Load();
        Height = height;
        plot.FigureBackground.Color = FigureColours.White;
        plot.DataBackground.Color = FigureColours.White;
        plot.HideAxesAndGrid();
        plot.Layout.Frameless();
        plot.Axes.SetLimits(0, Width, height, 0);
    }

    public int Height { get; }

    /// <summary>Where text stands, for those who must not write over it.</summary>
    public IReadOnlyList<Extent> Labels => labels;

    /// <summary>A filled rectangle, with a frame where one is asked for.</summary>
    public void Fill(Extent box, Color colour, Color? frame = null, float frameWidth = 1)
    {
        var rectangle = plot.Add.Rectangle(box.Left, box.Right, box.Bottom, box.Top);
        rectangle.FillColor = colour;
        rectangle.LineWidth = frame is null ? 0 : frameWidth;
        rectangle.LineColor = frame ?? colour;
    }

    /// <summary>An empty frame.</summary>
    public void Frame(Extent box, Color colour, float width = 1) => Fill(box, colour.WithAlpha(0), colour, width);

    /// <summary>A rectangle hatched at 45 degrees, made of lines so that every viewer draws the same.</summary>
    public void Hatch(Extent box, Color colour)
    {
        Fill(box, FigureColours.White, colour, 0.8f);
        const double step = 4;
        for (var start = step; start < box.Width + box.Height; start += step)
        {
            var fromX = Math.Min(start, box.Width);
            var toY = Math.Min(start, box.Height);
            Line(box.Left + fromX, box.Top + start - fromX, box.Left + start - toY, box.Top + toY, colour, 1.1f);
        }
    }

    /// <summary>A line.</summary>
    public void Line(double x1, double y1, double x2, double y2, Color colour, float width = 1)
    {
        var line = plot.Add.Line(x1, y1, x2, y2);
        line.LineColor = colour;
        line.LineWidth = width;
        line.MarkerSize = 0;
    }

    /// <summary>A mark.</summary>
    public void Mark(double x, double y, MarkerShape shape, Color colour, float size)
    {
        var marker = plot.Add.Marker(x, y, shape, size, colour);
        marker.MarkerStyle.LineWidth = 0;
    }

    /// <summary>A text; gives the box that it takes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">The point that <paramref name="alignment"/> refers to.</param>
    /// <param name="y">The same.</param>
    /// <param name="alignment">Which point of the text stands there.</param>
    /// <param name="colour">Its colour.</param>
    /// <param name="size">Its size.</param>
    /// <param name="bold">Whether it is bold.</param>
    public Extent Text(string text, double x, double y, Alignment alignment, Color colour, float size = TextSize, bool bold = false)
    {
        // The library centres ascender and descender as if there were no line gap; this puts the middle of the letters there.
        var (written, family) = FigureFonts.Written(text);
        var label = plot.Add.Text(written, x, y + (0.23 * size));
        label.LabelFontName = family;
        label.LabelFontSize = size;
        label.LabelFontColor = colour;
        label.LabelBold = bold;
        label.LabelAlignment = alignment;
        label.LabelPadding = 0;
        var box = BoxOf(text, x, y, alignment, size, bold);
        labels.Add(box);
        return box;
    }

    /// <summary>The box that a text would take.</summary>
    public static Extent BoxOf(string text, double x, double y, Alignment alignment, float size, bool bold)
    {
        var width = FigureFonts.WidthOf(text, size, bold);
        var height = size * 1.2;
        var left = x - (width * alignment.HorizontalFraction());
        var top = y - (height * (1 - alignment.VerticalFraction()));
        return new Extent(left, top, left + width, top + height);
    }

    /// <summary>The sheet as SVG with real text.</summary>
    /// <param name="title">What the picture shows, for readers who cannot see it.</param>
    public string Svg(string title) => SvgDocument.Finish(plot.GetSvgXml(Width, Height), Width, Height, Millimetres, title);

    /// <inheritdoc/>
    public void Dispose() => plot.Dispose();

    /// <summary>The sheet as PNG of 300 dots per inch.</summary>
    public byte[] Png()
    {
        plot.ScaleFactor = PixelWidth / (double)Width;
        return PngDensity.Set(plot.GetImageBytes(PixelWidth, (int)Math.Round(Height * plot.ScaleFactor), ImageFormat.Png), dotsPerInch: 300);
    }
}
