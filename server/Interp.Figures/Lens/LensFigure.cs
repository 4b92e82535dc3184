using System.Globalization;
using Interp.Contracts;
using Interp.Figures.Drawing;
using ScottPlot;

namespace Interp.Figures.Lens;

/// <summary>The lens grid: layers from the embedding down to the last, tokens from left to right, in as many bands as the page needs.</summary>
internal sealed class LensFigure
{
    private const int PlainHead = 44;
    private const int HeadWithTokens = 62;
    private const int BandHead = 30;
    private const int BandGap = 14;
    private const int RowHeight = 17;
    public const int LeftMargin = 46;
    private const int RightMargin = 8;
    private const int WidestBand = 10;
    private const double WidestCell = 92;

    /// <summary>Columns above which words no longer fit: the cells are colour only, and the picture says so.</summary>
    private const int MostWithWords = 60;

    private readonly LensResult result;
    private readonly TokenLabels labels;
    private readonly bool withWords;
    private readonly int perBand;
    private readonly int bands;
    private readonly bool namesTokens;

    /// <summary>Prepares the picture of <paramref name="result"/>.</summary>
    public LensFigure(LensResult result)
    {
        this.result = result;
        namesTokens = (result.Settings.Target ?? result.Settings.Contrast) is not null;
        withWords = result.Positions.Count <= MostWithWords;
        bands = withWords ? Math.Max(1, (result.Positions.Count + WidestBand - 1) / WidestBand) : 1;
        perBand = Math.Max(1, (result.Positions.Count + bands - 1) / bands);
        labels = new TokenLabels(
            result.Cells.SelectMany(cells => cells).SelectMany(cell => cell.Top.Take(1)).Select(token => (token.Id, token.Text)),
            TokenLabel.PictureLength);
    }

    /// <summary>What the picture shows, in a sentence.</summary>
    public string Title => $"Logit lens ({result.Settings.Mode}): the top token of each layer at each position, coloured by its probability"
        + (result.Settings.Target is not null ? $"; the log-probability of {TargetLabel}{(ContrastLabel is { } contrast ? " and " + contrast : "")}" : "");

    /// <summary>Draws it.</summary>
    public Sheet Draw()
    {
        var bandHeight = BandHead + (result.Rows.Count * RowHeight);
        var headHeight = namesTokens ? HeadWithTokens : PlainHead;
        var end = headHeight + (bands * bandHeight) + ((bands - 1) * BandGap);
        var withCourse = LensCourse.IsFor(result);
        var sheet = new Sheet(end + (withCourse ? LensCourse.Height : 0) + 38);
        DrawHead(sheet);
        for (var band = 0; band < bands; band++)
        {
            DrawBand(sheet, band, headHeight + (band * (bandHeight + BandGap)));
        }

        if (withCourse)
        {
            new LensCourse(result).Draw(sheet, end);
        }

        var note = withWords ? "" : $"; words are left out above {NumberText.Count(MostWithWords)} positions";
        sheet.Text($"rows: after each layer; cells: the top token{note}", LeftMargin, sheet.Height - 22, Alignment.LowerLeft, FigureColours.Second, Sheet.SmallSize);
        var caption = PromptCaption.Of(result, result.Settings.Mode, result.Positions.DefaultIfEmpty(0).Max(), Sheet.Width - LeftMargin - RightMargin);
        sheet.Text(caption, LeftMargin, sheet.Height - 6, Alignment.LowerLeft, FigureColours.Second, Sheet.SmallSize);
        return sheet;
    }

    private void DrawHead(Sheet sheet)
    {
        const int steps = 40;
        const double barWidth = 160;
        var caption = sheet.Text("probability of the top token", LeftMargin, 18, Alignment.MiddleLeft, FigureColours.Text, Sheet.SmallSize);
        var zero = sheet.Text("0 %", caption.Right + 14, 18, Alignment.MiddleLeft, FigureColours.Second, Sheet.SmallSize);
        for (var i = 0; i < steps; i++)
        {
            var left = zero.Right + 5 + (i * barWidth / steps);
            sheet.Fill(new Extent(left, 12, left + (barWidth / steps) + 0.3, 24), FigureColours.Sequential((i + 0.5) / steps));
        }

        var end = zero.Right + 5 + barWidth;
        sheet.Frame(new Extent(zero.Right + 5, 12, end, 24), FigureColours.Second, 0.6f);
        var full = sheet.Text("100 %, linear", end + 5, 18, Alignment.MiddleLeft, FigureColours.Second, Sheet.SmallSize);
        if (TargetLabel is not null)
        {
            DrawTokens(sheet, namesTokens ? LeftMargin : full.Right + 18, namesTokens ? 40 : 18);
        }
    }

    /// <summary>What the frames and bars in cells say, with the tokens that they are about.</summary>
    private void DrawTokens(Sheet sheet, double x, double y)
    {
        sheet.Frame(new Extent(x, y - 6, x + 12, y + 6), FigureColours.Text, 1.6f);
        var end = sheet.Text(Followed(), x + 17, y, Alignment.MiddleLeft, FigureColours.Text, Sheet.SmallSize).Right + 18;
        if (ContrastLabel is { } contrast)
        {
            LeadMark(sheet, new Extent(end, y - 8.5, end + 8, y + 8.5));
            sheet.Text($"contrast {contrast} is above it", end + 10, y, Alignment.MiddleLeft, FigureColours.Text, Sheet.SmallSize);
        }
    }

    private string? TargetLabel => Label(cell => cell.Target);

    private string? ContrastLabel => Label(cell => cell.Contrast);

    private string? Label(Func<LensCell, TokenRank?> token) =>
        result.Cells.SelectMany(cells => cells).Select(token).FirstOrDefault(found => found is not null) is { } first ? TokenLabel.Of(first.Text, TokenLabel.PictureLength) : null;

    /// <summary>The bar at the left of a cell in which the contrast is more probable than the target.</summary>
    private static void LeadMark(Sheet sheet, Extent box) =>
        sheet.Fill(new Extent(box.Left + 1.5, box.Top + 2, box.Left + 4.5, box.Bottom - 2), FigureColours.Lowers, FigureColours.White, 0.5f);

    private string Followed() => result.Settings switch
    {
        { Target: not null } => $"top token is the target {TargetLabel}",
        { Follow: "next" } => "top token is the prompt's next",
        _ => "top token is the final answer",
    };

    private void DrawBand(Sheet sheet, int band, double top)
    {
        var first = band * perBand;
        var count = Math.Min(perBand, result.Positions.Count - first);
        var cellWidth = Math.Min(WidestCell, (Sheet.Width - LeftMargin - RightMargin) / (double)perBand);
        sheet.Text("position", LeftMargin - 6, top + 8, Alignment.MiddleRight, FigureColours.Second, Sheet.SmallSize - 1);
        sheet.Text("token", LeftMargin - 6, top + 21, Alignment.MiddleRight, FigureColours.Second, Sheet.SmallSize - 1);
        for (var row = 0; row < result.Rows.Count; row++)
        {
            sheet.Text(RowName(result.Rows[row]), LeftMargin - 6, top + BandHead + ((row + 0.5) * RowHeight), Alignment.MiddleRight, FigureColours.Second, Sheet.SmallSize);
        }

        for (var column = 0; column < count; column++)
        {
            var left = LeftMargin + (column * cellWidth);
            DrawColumnHead(sheet, first + column, left, cellWidth, top);
            DrawColumn(sheet, first + column, left, cellWidth, top + BandHead);
        }
    }

    private void DrawColumnHead(Sheet sheet, int column, double left, double cellWidth, double top)
    {
        var position = result.Positions[column];
        var number = position.ToString(CultureInfo.InvariantCulture);
        var every = Math.Max(1, (int)Math.Ceiling((FigureFonts.WidthOf("0000", Sheet.SmallSize - 1, bold: false) + 4) / cellWidth));
        if (column % every == 0)
        {
            sheet.Text(number, left + (cellWidth / 2), top + 8, Alignment.MiddleCenter, FigureColours.Second, Sheet.SmallSize - 1);
        }

        if (withWords && result.Tokens is { } tokens && position < tokens.Count)
        {
            var token = FigureFonts.Fit(TokenLabel.Of(tokens[position].Text, TokenLabel.PictureLength), Sheet.SmallSize, cellWidth - 4);
            sheet.Text(token, left + (cellWidth / 2), top + 21, Alignment.MiddleCenter, FigureColours.Text, Sheet.SmallSize);
        }
    }

    private void DrawColumn(Sheet sheet, int column, double left, double cellWidth, double top)
    {
        var framed = new List<Extent>();
        var led = new List<Extent>();
        var margin = result.Settings.Contrast is null ? 4 : 12;
        foreach (var (row, cell) in result.Cells[column].Index())
        {
            var box = new Extent(left, top + (row * RowHeight), left + cellWidth, top + ((row + 1) * RowHeight));
            var token = cell.Top.Count > 0 ? cell.Top[0] : null;
            var colour = FigureColours.Sequential(token?.Prob ?? 0);
            sheet.Fill(box, colour, FigureColours.White, 0.8f);
            if (withWords && token is not null)
            {
                var word = FigureFonts.Fit(labels.Of(token.Id, token.Text), Sheet.SmallSize, cellWidth - margin);
                sheet.Text(word, box.CentreX, box.CentreY, Alignment.MiddleCenter, FigureColours.TextOn(colour), Sheet.SmallSize);
            }

            if (token is not null && token.Id == cell.Target?.Id)
            {
                framed.Add(box);
            }

            if (cell is { Target: { } target, Contrast: { } contrast } && contrast.LogProb > target.LogProb)
            {
                led.Add(box);
            }
        }

        // Marks come last, so that no neighbour covers them.
        led.ForEach(box => LeadMark(sheet, box));
        framed.ForEach(box => sheet.Frame(box.Grown(-0.8), FigureColours.Text, 1.6f));
    }

    /// <summary>What a row is called.</summary>
    public static string RowName(LensRow row) => row.Layer is int layer
        ? layer.ToString(CultureInfo.InvariantCulture) + (row.Row == "mid" ? " mid" : "")
        : row.Row;
}
