using Interp.Contracts;

namespace Interp.Cli.Output.Lists;

/// <summary>All listed parts of a contributions result as one list: level and tail first, then what names the part, then its numbers.</summary>
internal static class ContributionList
{
    /// <summary>Every row of every level.</summary>
    public static EntryList Of(ContributionsResult result)
    {
        var list = new EntryList(
            "level", "list", "component", "layer", "head", "neuron", "position", "coefficient", "pattern",
            "score", "bs", "norm", "firstOrder", "increase", "increaseContrast", "logProbBefore", "logProbAfter",
            "reads.position", "reads.pattern", "reads.score", "raised", "lowered");
        foreach (var row in result.Layers ?? [])
        {
            Add(list, "layers", "all", row, new() { Component = row.Component, Layer = row.Layer, Before = row.LogProbBefore, After = row.LogProbAfter });
        }

        foreach (var row in result.Biases ?? [])
        {
            Add(list, "biases", "all", row, new() { Component = row.Component, Layer = row.Layer });
        }

        Tails(list, "heads", result.Heads?.Top, result.Heads?.Bottom, row => new() { Layer = row.Layer, Head = row.Head, Reads = row.Reads });
        Tails(list, "headPositions", result.HeadPositions?.Top, result.HeadPositions?.Bottom, row => new() { Layer = row.Layer, Head = row.Head, Position = row.Position, Pattern = row.Pattern });
        Tails(list, "ffNeurons", result.FfNeurons?.Top, result.FfNeurons?.Bottom, row => new() { Layer = row.Layer, Neuron = row.Neuron, Coefficient = row.Coefficient });
        Tails(list, "attentionUnits", result.AttentionUnits?.Top, result.AttentionUnits?.Bottom, row => new() { Layer = row.Layer, Head = row.Head, Neuron = row.Neuron, Coefficient = row.Coefficient });
        Tails(list, "attentionNeurons", result.AttentionNeurons?.Top, result.AttentionNeurons?.Bottom, row => new() { Layer = row.Layer, Head = row.Head, Neuron = row.Neuron, Position = row.Position, Coefficient = row.Coefficient });
        foreach (var row in result.Rows ?? [])
        {
            Add(list, "rows", "all", row, new() { Layer = row.Layer, Head = row.Head, Neuron = row.Neuron });
        }

        return list;
    }

    private static void Tails<TRow>(EntryList list, string level, IReadOnlyList<TRow>? top, IReadOnlyList<TRow>? bottom, Func<TRow, Part> part)
        where TRow : ContributionRow
    {
        foreach (var row in top ?? [])
        {
            Add(list, level, "top", row, part(row));
        }

        foreach (var row in bottom ?? [])
        {
            Add(list, level, "bottom", row, part(row));
        }
    }

    private static void Add(EntryList list, string level, string tail, ContributionRow row, Part part) => list.Add(
        level, tail, part.Component, part.Layer, part.Head, part.Neuron, part.Position, part.Coefficient, part.Pattern,
        row.Score, row.Bs, row.Norm, row.FirstOrder, row.Increase, row.IncreaseContrast, part.Before, part.After,
        part.Reads?.Position, part.Reads?.Pattern, part.Reads?.Score,
        Words((row as WordedRow)?.Raised), Words((row as WordedRow)?.Lowered));

    /// <summary>Words with their ids, one after the other: <c>id:text</c>.</summary>
    private static string? Words(IReadOnlyList<TokenValue>? words) =>
        words is null ? null : string.Join(' ', words.Select(word => $"{EntryList.TextOf(word.Id)}:{Interp.Figures.TokenLabel.Of(word.Text)}"));

    /// <summary>What names a part and belongs to its level only.</summary>
    private readonly record struct Part
    {
        public string? Component { get; init; }
        public int? Layer { get; init; }
        public int? Head { get; init; }
        public int? Neuron { get; init; }
        public int? Position { get; init; }
        public double? Coefficient { get; init; }
        public double? Pattern { get; init; }
        public double? Before { get; init; }
        public double? After { get; init; }
        public HeadReads? Reads { get; init; }
    }
}
