using Interp.Contracts;

namespace Interp.Figures.Contributions;

/// <summary>One step of the waterfall: where it starts, where it ends, and what it is.</summary>
/// <param name="Component"><c>embed</c>, <c>attn</c>, <c>ff</c>, or <c>rest</c> for what no layer has.</param>
/// <param name="Layer">The layer, where it is one.</param>
/// <param name="From">Value before, in nats.</param>
/// <param name="To">Value after, in nats.</param>
internal sealed record WaterfallStep(string Component, int? Layer, double From, double To)
{
    /// <summary>Nats.</summary>
    public double Score => To - From;

    /// <summary>Name as it is written beside the bar.</summary>
    public string Name => Layer is int layer ? $"{Component} {layer.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : Component;
}

/// <summary>The scores of all layers joined from the zero vector to the answer.</summary>
internal static class Waterfall
{
    /// <summary>The refusal of a result or request without layers.</summary>
    public static InterpException NeedsLayers() =>
        new(ErrorKind.NotAvailable, "The picture needs the scores of the layers.", "Ask for the level `layers` too, or write .json, .csv or .md.");

    /// <summary>The steps in stream order. Parallel blocks do not add up by themselves; their interaction is the last step.</summary>
    /// <exception cref="InterpException">NotAvailable: the result has no layers.</exception>
    public static IReadOnlyList<WaterfallStep> Of(ContributionsResult result)
    {
        if (result.Layers is not { Count: > 0 } layers)
        {
            throw NeedsLayers();
        }

        var value = result.Target.LogProbZero - (result.Contrast?.LogProbZero ?? 0);
        var steps = new List<WaterfallStep>();
        foreach (var row in layers)
        {
            steps.Add(new WaterfallStep(row.Component, row.Layer, value, value + row.Score));
            value += row.Score;
        }

        var interaction = result.Sum.Interaction;
        if (Math.Abs(interaction) >= 0.005)
        {
            steps.Add(new WaterfallStep("rest", null, value, value + interaction));
        }

        return steps;
    }
}
