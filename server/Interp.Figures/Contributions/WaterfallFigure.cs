using Interp.Contracts;
using Interp.Figures.Drawing;
using ScottPlot;

namespace Interp.Figures.Contributions;

/// <summary>From the embedding to the answer: every layer's score as a step, nats at the left, probability at the right.</summary>
internal sealed class WaterfallFigure
{
    private const int LabelledSteps = 12;
    private const double RoomForLabels = 0.09;
    private static readonly Extent area = new(48, 62, Sheet.Width - 66, 300);
    private readonly ContributionsResult result;
    private readonly IReadOnlyList<WaterfallStep> steps;
    private readonly double slot;
    private readonly double low;
    private readonly double high;
    private readonly double tick;

    /// <summary>Prepares the picture of <paramref name="result"/>.</summary>
    public WaterfallFigure(ContributionsResult result)
    {
        this.result = result;
        steps = Waterfall.Of(result);

        // Behind the steps there is room for the answer's line.
        slot = area.Width / (steps.Count + 1 + (0.03 * steps.Count));
        var values = steps.SelectMany(step => new[] { step.From, step.To }).ToList();
        var span = Math.Max(values.Max() - values.Min(), 1e-3);
        tick = Ticks.Step(span, 5);
        low = values.Min() - (RoomForLabels * span);
        high = values.Max() + (RoomForLabels * span);
    }

    /// <summary>What the picture shows, in a sentence.</summary>
    public string Title => $"Contributions of {NumberText.Count(steps.Count)} parts of the residual stream to the log-probability of {TokenLabel.Of(result.Target.Text)}";

    /// <summary>Draws it.</summary>
    public Sheet Draw()
    {
        var sheet = new Sheet(368);
        DrawHead(sheet);
        DrawAxes(sheet);
        var bars = new List<Extent>();
        foreach (var (i, step) in steps.Index())
        {
            bars.Add(DrawStep(sheet, i, step));
        }

        var end = Y(steps[^1].To);
        sheet.Line(XOf(steps.Count) - (0.42 * slot), end, area.Right, end, FigureColours.Text, 1.8f);
        new StepLabels(sheet, area, bars, steps).Draw(LabelledSteps);
        sheet.Text(PromptCaption.Of(result, result.Settings.Mode, result.Settings.Position, Sheet.Width - 20), 10, sheet.Height - 6, Alignment.LowerLeft, FigureColours.Second, Sheet.SmallSize);
        return sheet;
    }

    private string Unit => result.Contrast is { } contrast
        ? $"log-probability of {TokenLabel.Of(result.Target.Text, TokenLabel.PictureLength)} less that of {TokenLabel.Of(contrast.Text, TokenLabel.PictureLength)}, nats"
        : $"log-probability of {TokenLabel.Of(result.Target.Text, TokenLabel.PictureLength)}, nats";

    private double XOf(int index) => area.Left + ((index + 0.5) * slot);

    private double Y(double value) => area.Bottom - ((value - low) / (high - low) * area.Height);

    private void DrawHead(Sheet sheet)
    {
        var title = sheet.Text("Embedding to answer", 10, 14, Alignment.MiddleLeft, FigureColours.Text, Sheet.TextSize, bold: true);
        sheet.Text(
            $"{NumberText.Count(steps.Count(step => step.Layer is not null))} layer scores, {NumberText.Score(result.Sum.Total)} nats in all",
            title.Right + 10, 14, Alignment.MiddleLeft, FigureColours.Second, Sheet.SmallSize);
        var x = 10d;
        x = Key(sheet, x, MarkerShape.FilledCircle, FigureColours.Attention, "attention");
        x = Key(sheet, x, MarkerShape.FilledSquare, FigureColours.FeedForward, "feed-forward");
        x = Key(sheet, x, MarkerShape.FilledDiamond, FigureColours.Text, "embedding");
        sheet.Fill(new Extent(x, 26, x + 16, 36), FigureColours.Raises);
        x = sheet.Text("raises", x + 21, 31, Alignment.MiddleLeft, FigureColours.Second, Sheet.SmallSize).Right + 16;
        sheet.Hatch(new Extent(x, 26, x + 16, 36), FigureColours.Lowers);
        sheet.Text("lowers", x + 21, 31, Alignment.MiddleLeft, FigureColours.Second, Sheet.SmallSize);
        sheet.Text(Unit, 10, 48, Alignment.MiddleLeft, FigureColours.Second, Sheet.SmallSize);
        if (result.Contrast is null)
        {
            sheet.Text("probability", Sheet.Width - 8, 48, Alignment.MiddleRight, FigureColours.Second, Sheet.SmallSize);
        }
    }

    private static double Key(Sheet sheet, double x, MarkerShape shape, Color colour, string text)
    {
        sheet.Mark(x + 4, 31, shape, colour, 7);
        return sheet.Text(text, x + 12, 31, Alignment.MiddleLeft, FigureColours.Second, Sheet.SmallSize).Right + 16;
    }

    private void DrawAxes(Sheet sheet)
    {
        foreach (var (i, step) in steps.Index().Where(item => item.Item.Layer is int layer && layer % 2 == 0))
        {
            sheet.Fill(new Extent(XOf(i) - (slot / 2), area.Top, XOf(i) + (slot / 2), area.Bottom), FigureColours.Band);
        }

        // A log-probability above 0 means nothing, though the axis goes on a little to leave room for labels.
        var highest = result.Contrast is null ? Math.Min(high, 0) : high;
        for (var number = Math.Ceiling(low / tick); number * tick <= highest; number++)
        {
            var value = number * tick;
            sheet.Line(area.Left, Y(value), area.Right, Y(value), FigureColours.Rule, 0.7f);
            sheet.Text(Ticks.Text(value, tick), area.Left - 6, Y(value), Alignment.MiddleRight, FigureColours.Second, Sheet.SmallSize);
        }

        DrawProbabilities(sheet);
        var every = Ticks.Every(steps.Count(step => step.Component == "ff"), 2 * slot, 22);
        foreach (var (i, step) in steps.Index().Where(item => item.Item.Component == "ff" && item.Item.Layer % every == 0))
        {
            sheet.Text(NumberText.Count(step.Layer ?? 0), XOf(i) - (slot / 2), area.Bottom + 28, Alignment.MiddleCenter, FigureColours.Second, Sheet.SmallSize);
        }

        sheet.Text("layer", 10, area.Bottom + 28, Alignment.MiddleLeft, FigureColours.Second, Sheet.SmallSize);
    }

    /// <summary>Powers of ten at the right, where the values are log-probabilities of one token.</summary>
    private void DrawProbabilities(Sheet sheet)
    {
        if (result.Contrast is not null)
        {
            return;
        }

        var perDecade = Math.Log(10) / (high - low) * area.Height;
        var every = Math.Max(1, (int)Math.Ceiling(16 / perDecade));
        for (var decade = 0; Math.Log(10) * -decade >= low; decade += every)
        {
            var y = Y(-decade * Math.Log(10));
            if (y >= area.Top - 1)
            {
                sheet.Line(area.Right, y, area.Right + 4, y, FigureColours.Second, 0.8f);
                sheet.Text(Ticks.Percent(decade), area.Right + 8, y, Alignment.MiddleLeft, FigureColours.Second, Sheet.SmallSize);
            }
        }
    }

    private Extent DrawStep(Sheet sheet, int index, WaterfallStep step)
    {
        var half = Math.Max(0.6, 0.42 * slot);
        var x = XOf(index);
        var (top, bottom) = (Math.Min(Y(step.From), Y(step.To)), Math.Max(Y(step.From), Y(step.To)));
        var bar = new Extent(x - half, top, x + half, Math.Max(bottom, top + 0.8));
        if (step.Component == "rest")
        {
            sheet.Hatch(bar, FigureColours.Second);
        }
        else if (step.Score < 0)
        {
            sheet.Hatch(bar, FigureColours.Lowers);
        }
        else
        {
            sheet.Fill(bar, FigureColours.Raises);
        }

        var next = XOf(index + 1) - half;
        sheet.Line(bar.Right, Y(step.To), next, Y(step.To), FigureColours.Second, 0.7f);
        var (shape, colour) = step.Component switch
        {
            "attn" => (MarkerShape.FilledCircle, FigureColours.Attention),
            "ff" => (MarkerShape.FilledSquare, FigureColours.FeedForward),
            "embed" => (MarkerShape.FilledDiamond, FigureColours.Text),
            _ => (MarkerShape.OpenSquare, FigureColours.Second),
        };
        sheet.Mark(x, area.Bottom + 13, shape, colour, (float)Math.Clamp(slot * 0.6, 2, 6));
        return bar;
    }
}
