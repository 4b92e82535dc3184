using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>The way of what is scored through the layers: the target's log-probability, or with a contrast its difference to the contrast's.</summary>
internal sealed class LayerCourse
{
    private const double NoInteraction = 0.005;
    private readonly ExplainResult result;

    /// <summary>The course of <paramref name="result"/>.</summary>
    public LayerCourse(ExplainResult result)
    {
        this.result = result;
        Start = result.Target.LogProbEmbed - (result.Contrast?.LogProbEmbed ?? 0);
        End = result.Target.LogProbFinal - (result.Contrast?.LogProbFinal ?? 0);
        AfterLayers = result.Contrast is null ? [.. Layers("ff").Select(row => row.LogProbAfter)] : Differences();
        Lowest = FindLowest();
    }

    /// <summary>Nats at the embedding.</summary>
    public double Start { get; }

    /// <summary>Nats at the answer: the start and the scores of all layers, with their interaction where there is one.</summary>
    public double End { get; }

    /// <summary>The layer after which it is lowest, where that is lower than both ends by half a nat.</summary>
    public (int Layer, double Value)? Lowest { get; }

    /// <summary>Nats after each layer.</summary>
    public IReadOnlyList<double> AfterLayers { get; }

    /// <summary>What it is the course of.</summary>
    public string Label(int longest = int.MaxValue) => TokenLabel.Of(result.Target.Text, longest)
        + (result.Contrast is { } contrast ? " less that of " + TokenLabel.Of(contrast.Text, longest) : "");

    private IEnumerable<LayerRow> Layers(string component) => (result.Layers ?? []).Where(row => row.Component == component);

    /// <summary>With a contrast every score is a step of the difference, so the steps so far lead to the value.</summary>
    private List<double> Differences()
    {
        var values = new List<double>();
        var value = Start;
        foreach (var row in (result.Layers ?? []).Where(row => row.Layer is not null))
        {
            value += row.Score;
            if (row.Component == "ff")
            {
                values.Add(value);
            }
        }

        return values;
    }

    private (int Layer, double Value)? FindLowest()
    {
        // Scores of parallel branches do not add up layer by layer: what lies between the ends is not known from them.
        if (AfterLayers.Count == 0 || (result.Contrast is not null && Math.Abs(result.Sum.Interaction) >= NoInteraction))
        {
            return null;
        }

        var (layer, value) = AfterLayers.Index().MinBy(point => point.Item);
        return value < Math.Min(Start, End) - 0.5 ? (layer, value) : null;
    }
}
