using Interp.Figures.Drawing;
using ScottPlot;

namespace Interp.Figures;

/// <summary>A small picture for a hover: log-probabilities of one or two tokens after each layer, on any background.</summary>
public static class LensSparkline
{
    /// <summary>Pixels.</summary>
    public const int Width = 208;

    /// <summary>Pixels.</summary>
    public const int Height = 84;

    /// <summary>The line of the target, solid; at least 3 : 1 on white and on dark grey.</summary>
    public const string TargetColour = "#3584D6";

    /// <summary>The line of the contrast, dashed; the same contrast.</summary>
    public const string ContrastColour = "#C96F26";

    /// <summary>Text and rules; the same contrast.</summary>
    public const string TextColour = "#808080";

    private const float TextSize = 10;
    private const double Left = 32;
    private const double Right = Width - 8;
    private const double Top = 8;
    private const double Bottom = Height - 18;

    /// <summary>The picture as SVG with real text and without a background.</summary>
    /// <param name="target">[L] natural log-probabilities, finite.</param>
    /// <param name="contrast">[L] the same of a second token, or null.</param>
    /// <param name="title">What it shows, in words.</param>
    public static string Svg(IReadOnlyList<double> target, IReadOnlyList<double>? contrast, string title)
    {
        FigureFonts.Load();
        using var plot = new Plot();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.HideAxesAndGrid();
        plot.Layout.Frameless();
        plot.Axes.SetLimits(0, Width, Height, 0);
        var values = target.Concat(contrast ?? []).ToList();
        var step = Ticks.Step(Math.Max(values.Max() - values.Min(), 1e-3), 2);
        var low = Math.Floor(values.Min() / step) * step;
        var high = Math.Max(Math.Ceiling(values.Max() / step) * step, low + step);
        for (var number = Math.Round(low / step); number <= Math.Round(high / step); number++)
        {
            Line(plot, [Left, Right], [Y(number * step), Y(number * step)], TextColour, 0.4f, LinePattern.Solid);
            Text(plot, Ticks.Text(number * step, step), Left - 4, Y(number * step), Alignment.MiddleRight);
        }

        foreach (var layer in LayerTicks(target.Count))
        {
            Text(plot, NumberText.Count(layer), X(layer), Bottom + 10, Alignment.MiddleCenter);
        }

        if (contrast is not null)
        {
            Curve(contrast, ContrastColour, LinePattern.DenselyDashed, 1.4f);
        }

        Curve(target, TargetColour, LinePattern.Solid, 1.8f);
        var end = plot.Add.Marker(X(target.Count - 1), Y(target[^1]), MarkerShape.FilledCircle, 5, Color.FromHex(TargetColour));
        end.MarkerStyle.LineWidth = 0;
        return SvgDocument.Finish(plot.GetSvgXml(Width, Height), Width, Height, title);

        double X(int layer) => target.Count == 1 ? Right : Left + ((Right - Left) * layer / (target.Count - 1));
        double Y(double value) => Bottom - ((value - low) / (high - low) * (Bottom - Top));
        void Curve(IReadOnlyList<double> course, string colour, LinePattern pattern, float width) =>
            Line(plot, [.. course.Select((_, layer) => X(layer))], [.. course.Select(Y)], colour, width, pattern);
    }

    /// <summary>Every tenth layer or so, and the last; those that would touch it are left out.</summary>
    private static IEnumerable<int> LayerTicks(int layers)
    {
        const double room = 22;
        var last = layers - 1;
        var spacing = (Right - Left) / Math.Max(1, last);
        var every = Ticks.Every(layers, spacing, 2 * room);
        return Enumerable.Range(0, layers).Where(layer => layer % every == 0 && (last - layer) * spacing >= room).Append(last);
    }

    private static void Line(Plot plot, double[] xs, double[] ys, string colour, float width, LinePattern pattern)
    {
        var line = plot.Add.Scatter(xs, ys);
        line.MarkerSize = 0;
        line.LineColor = Color.FromHex(colour);
        line.LineWidth = width;
        line.LinePattern = pattern;
    }

    private static void Text(Plot plot, string text, double x, double y, Alignment alignment)
    {
        var label = plot.Add.Text(text, x, y + (0.23 * TextSize));
        label.LabelFontName = FigureFonts.Family;
        label.LabelFontSize = TextSize;
        label.LabelFontColor = Color.FromHex(TextColour);
        label.LabelAlignment = alignment;
        label.LabelPadding = 0;
    }
}
