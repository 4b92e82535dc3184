using Interp.Contracts;
using Interp.Figures.Drawing;
using ScottPlot;

namespace Interp.Figures.Lens;

/// <summary>Below a lens grid: the log-probability of the target, and of the contrast, through the layers at the last position shown.</summary>
internal sealed class LensCourse
{
    /// <summary>Page units that it takes.</summary>
    public const int Height = 168;

    private const int RoomForNames = 150;
    private const double LabelHeight = Sheet.SmallSize * 1.2;
    private readonly LensResult result;
    private readonly IReadOnlyList<LensCell> cells;

    /// <summary>Prepares the picture of <paramref name="result"/>, for which <see cref="IsFor"/> holds.</summary>
    public LensCourse(LensResult result)
    {
        this.result = result;
        cells = result.Cells[^1];
    }

    /// <summary>True where a token was named to be followed and there is a course to draw.</summary>
    public static bool IsFor(LensResult result) =>
        (result.Settings.Target ?? result.Settings.Contrast) is not null
        && result.Rows.Count > 1
        && result.Cells is [.., var last]
        && last.All(cell => cell.Target is { } target && double.IsFinite(target.LogProb) && double.IsFinite(cell.Contrast?.LogProb ?? 0));

    /// <summary>Draws it below <paramref name="top"/>.</summary>
    public void Draw(Sheet sheet, double top)
    {
        var area = new Extent(LensFigure.LeftMargin, top + 38, Sheet.Width - RoomForNames, top + Height - 26);
        var position = result.Positions[^1];
        var token = result.Tokens is { } tokens && position < tokens.Count ? " " + TokenLabel.Of(tokens[position].Text, TokenLabel.PictureLength) : "";
        List<TokenRank> targets = [.. cells.Select(cell => cell.Target).OfType<TokenRank>()];
        List<TokenRank> contrasts = [.. cells.Select(cell => cell.Contrast).OfType<TokenRank>()];
        TokenRank[] first = [.. targets.Take(1), .. contrasts.Take(1)];
        var values = targets.Concat(contrasts).Select(followed => followed.LogProb).ToList();
        var later = values.Except(first.Select(followed => followed.LogProb)).ToList();
        var below = IsFarBelow(first, later) ? $"; {RowsName(result.Rows[0])}: {string.Join(", ", first.Select(Value))}, below the axis" : "";
        values = below.Length > 0 ? later : values;
        sheet.Text(
            $"log-probability after each layer at position {NumberText.Count(position)}{token}, nats{below}",
            LensFigure.LeftMargin, top + 20, Alignment.MiddleLeft, FigureColours.Text, Sheet.SmallSize);
        var tick = Ticks.Step(Math.Max(values.Max() - values.Min(), 1e-3), 4);
        var low = Math.Floor(values.Min() / tick) * tick;
        var high = Math.Max(Math.Ceiling(values.Max() / tick) * tick, low + tick);
        for (var number = Math.Round(low / tick); number <= Math.Round(high / tick); number++)
        {
            sheet.Line(area.Left, Y(number * tick), area.Right, Y(number * tick), FigureColours.Rule, 0.7f);
            sheet.Text(Ticks.Text(number * tick, tick), area.Left - 6, Y(number * tick), Alignment.MiddleRight, FigureColours.Second, Sheet.SmallSize);
        }

        DrawRows(sheet, area);
        DrawLine(sheet, area, contrasts, Y, MarkerShape.FilledSquare, FigureColours.Lowers);
        DrawLine(sheet, area, targets, Y, MarkerShape.FilledCircle, FigureColours.Raises);
        DrawNames(sheet, area, targets[^1], contrasts is [.., var contrast] ? contrast : null, Y);

        double Y(double value) => area.Bottom - ((value - low) / (high - low) * area.Height);
    }

    // One row far off would press all others into a line; it is named instead.
    private static bool IsFarBelow(TokenRank[] first, List<double> later) =>
        later.Count > 2 && first.Min(followed => followed.LogProb) < later.Min() - Math.Max(later.Max() - later.Min(), 1);

    private static string RowsName(LensRow row) => row.Row == "embed" ? "embedding" : $"row {LensFigure.RowName(row)}";

    private static string Value(TokenRank token) => NumberText.Nats(token.LogProb).Replace('-', '−');

    private double XOf(Extent area, int row) => area.Left + (area.Width * row / (cells.Count - 1));

    private static void DrawName(Sheet sheet, Extent area, TokenRank token, double y, Color colour)
    {
        var number = " " + Value(token);
        var room = RoomForNames - 16 - FigureFonts.WidthOf(number, Sheet.SmallSize, bold: false);
        var name = FigureFonts.Fit(TokenLabel.Of(token.Text, TokenLabel.PictureLength), Sheet.SmallSize, room);
        sheet.Text(name + number, area.Right + 8, y, Alignment.MiddleLeft, colour, Sheet.SmallSize);
    }

    /// <summary>Both names at the ends of their lines, moved apart where they would meet.</summary>
    private static void DrawNames(Sheet sheet, Extent area, TokenRank target, TokenRank? contrast, Func<double, double> y)
    {
        var (first, second) = (y(target.LogProb), contrast is null ? double.NaN : y(contrast.LogProb));
        if (Math.Abs(first - second) < LabelHeight)
        {
            var (middle, side) = ((first + second) / 2, first <= second ? -1 : 1);
            (first, second) = (middle + (side * LabelHeight / 2), middle - (side * LabelHeight / 2));
        }

        DrawName(sheet, area, target, first, FigureColours.Raises);
        if (contrast is not null)
        {
            DrawName(sheet, area, contrast, second, FigureColours.Lowers);
        }
    }

    private void DrawLine(Sheet sheet, Extent area, List<TokenRank> tokens, Func<double, double> y, MarkerShape shape, Color colour)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var (x, height) = (XOf(area, i), y(tokens[i].LogProb));
            if (i > 0)
            {
                // A line from below the axis begins at its edge.
                var (before, start) = (XOf(area, i - 1), y(tokens[i - 1].LogProb));
                var share = start > area.Bottom + 0.5 ? (start - area.Bottom) / (start - height) : 0;
                sheet.Line(before + (share * (x - before)), start + (share * (height - start)), x, height, colour, 1.3f);
            }

            if (height <= area.Bottom + 0.5)
            {
                sheet.Mark(x, height, shape, colour, 4);
            }
        }
    }

    private void DrawRows(Sheet sheet, Extent area)
    {
        const double narrowest = 24;
        var free = double.NegativeInfinity;
        var layers = result.Rows.Count(row => row.Row != "mid");
        var every = Ticks.Every(layers, area.Width / layers, narrowest);
        foreach (var (i, row) in result.Rows.Index().Where(item => item.Item.Row != "mid" && (item.Item.Layer ?? 0) % every == 0))
        {
            var name = LensFigure.RowName(row);
            var half = (FigureFonts.WidthOf(name, Sheet.SmallSize, bold: false) / 2) + 2;
            if (XOf(area, i) - half < free)
            {
                continue;
            }

            sheet.Text(name, XOf(area, i), area.Bottom + 15, Alignment.MiddleCenter, FigureColours.Second, Sheet.SmallSize);
            free = XOf(area, i) + half;
        }
    }
}
