using Interp.Figures.Drawing;
using ScottPlot;

namespace Interp.Figures.Contributions;

/// <summary>Labels of the greatest steps, outside the staircase: above what raises, below what lowers, never over a bar or another label.</summary>
internal sealed class StepLabels(Sheet sheet, Extent area, IReadOnlyList<Extent> bars, IReadOnlyList<WaterfallStep> steps)
{
    private const double Gap = 3;
    private const double Inset = 0.6;
    private const double Height = Sheet.SmallSize * 1.2;

    // Farther away nobody sees which bar a label belongs to.
    private const int FarthestLevel = 4;
    private readonly List<Extent> placed = [];

    /// <summary>Labels at most <paramref name="most"/> steps; one that finds no room is left out.</summary>
    public void Draw(int most)
    {
        var greatest = steps.Index()
            .Where(item => item.Item.Component != "embed" && Math.Abs(item.Item.Score) >= 0.005)
            .OrderByDescending(item => Math.Abs(item.Item.Score))
            .Take(most);
        foreach (var (index, step) in greatest)
        {
            Place(bars[index], step);
        }
    }

    private void Place(Extent bar, WaterfallStep step)
    {
        var name = step.Name + " ";
        var score = NumberText.Score(step.Score).Replace('-', '−');
        var width = FigureFonts.WidthOf(name, Sheet.SmallSize, bold: false) + FigureFonts.WidthOf(score, Sheet.SmallSize, bold: true);
        foreach (var box in Candidates(bar, step.Score < 0, width))
        {
            var lead = LeadTo(bar, box, step.Score < 0);
            if (!IsFree(box, bar) || (lead is { } line && !IsFree(line, bar)))
            {
                continue;
            }

            placed.Add(box);
            sheet.Fill(box, FigureColours.White.WithAlpha(0.85));
            var first = sheet.Text(name, box.Left, box.CentreY, Alignment.MiddleLeft, FigureColours.Second, Sheet.SmallSize);
            sheet.Text(score, Math.Max(first.Right, box.Right - FigureFonts.WidthOf(score, Sheet.SmallSize, bold: true)), box.CentreY, Alignment.MiddleLeft, FigureColours.Text, Sheet.SmallSize, bold: true);
            if (lead is { } drawn)
            {
                placed.Add(drawn);
                sheet.Line(drawn.CentreX, drawn.Top, drawn.CentreX, drawn.Bottom, FigureColours.Second, 0.6f);
            }

            return;
        }
    }

    /// <summary>Places from the nearest outwards: ending at the bar, centred on it, beginning at it.</summary>
    private static IEnumerable<Extent> Candidates(Extent bar, bool below, double width)
    {
        for (var level = 0; level < FarthestLevel; level++)
        {
            var top = below ? bar.Bottom + Gap + (level * Height) : bar.Top - Gap - Height - (level * Height);
            foreach (var left in new[] { bar.Right - width - Inset, bar.CentreX - (width / 2), bar.Left + Inset })
            {
                yield return new Extent(left, top, left + width, top + Height);
            }
        }
    }

    private bool IsFree(Extent place, Extent own) =>
        area.Grown(2).Contains(place) && !placed.Exists(place.Grown(0.5).Overlaps) && !bars.Any(bar => bar != own && place.Grown(0.4).Overlaps(bar));

    /// <summary>Where a thin line runs from a bar to a label that does not stand beside it.</summary>
    private static Extent? LeadTo(Extent bar, Extent box, bool below)
    {
        var (top, bottom) = below ? (bar.Bottom + 1, box.Top) : (box.Bottom, bar.Top - 1);
        return bottom - top > Height ? new Extent(bar.CentreX - 0.3, top, bar.CentreX + 0.3, bottom) : null;
    }
}
