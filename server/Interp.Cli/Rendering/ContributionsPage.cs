using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>Every level of a contributions result as a table.</summary>
internal static class ContributionsPage
{
    /// <summary>Writes the page.</summary>
    public static void Write(ContributionsResult result, IPage page)
    {
        WriteHead(result, page);
        WriteLevels(result, page);
    }

    /// <summary>Model, lens, and what is scored.</summary>
    public static void WriteHead(ContributionsResult result, IPage page)
    {
        PageHead.Write(result, page, Piece.Dim("lens " + result.Settings.Mode), Piece.Dim("scores in nats"));
        page.Facts(
            Piece.Dim("at"),
            PageHead.Position(result.Tokens, result.Settings.Position),
            Piece.Dim("target"),
            Piece.Strong(TokenLabel.Of(result.Target.Text)),
            Piece.Number(NumberText.PercentWithUnit(Math.Exp(result.Target.ModelLogProb))),
            Piece.Dim("rank " + NumberText.Count(result.Target.ModelRank)));
        if (result.Contrast is { } contrast)
        {
            page.Facts(
                Piece.Dim("contrast"),
                Piece.Strong(TokenLabel.Of(contrast.Text)),
                Piece.Number(NumberText.PercentWithUnit(Math.Exp(contrast.ModelLogProb))),
                Piece.Dim("rank " + NumberText.Count(contrast.ModelRank)));
        }

        page.Facts(
            Piece.Dim(result.Contrast is null ? "embedding" : "difference at the embedding"), Piece.Number(NumberText.Nats(result.Target.LogProbEmbed - (result.Contrast?.LogProbEmbed ?? 0))),
            Piece.Dim("final"), Piece.Number(NumberText.Nats(result.Target.LogProbFinal - (result.Contrast?.LogProbFinal ?? 0))),
            Piece.Dim("all layers"), Piece.Number(NumberText.Score(result.Sum.Layers)),
            Piece.Dim("interaction"), Piece.Number(NumberText.Score(result.Sum.Interaction)));
    }

    /// <summary>The tables of all levels that the result has.</summary>
    public static void WriteLevels(ContributionsResult result, IPage page)
    {
        var tables = new LevelTables(page);
        if (result.Layers is { } layers)
        {
            tables.Write("layers", layers, null, ["component"], row => [PartNames.Of(row)], null, [result.Contrast is null ? "log-probability after" : "log-probability of target after"], row => [Piece.Number(NumberText.Nats(row.LogProbAfter))]);
        }

        if (result.Biases is { Count: > 0 } biases)
        {
            tables.Write("biases", biases, null, ["component"], row => [PartNames.Of(row.Component, row.Layer)], null, [], _ => []);
        }

        if (result.Heads is { } heads)
        {
            var reads = heads.Top.Concat(heads.Bottom).Any(row => row.Reads is not null);
            tables.Write("heads", heads.Top, heads.Bottom, ["head"], row => [PartNames.Dotted(row.Layer, row.Head)], null,
                reads ? ["reads", "weight"] : [], row => reads ? [.. Reads(row.Reads, result.Tokens)] : []);
        }

        if (result.HeadPositions is { } positions)
        {
            tables.Write("heads by source", positions.Top, positions.Bottom, ["head", "source"], row => [PartNames.Dotted(row.Layer, row.Head), PageHead.Position(result.Tokens, row.Position)],
                positions.Certificate, ["weight"], row => [Piece.Number(NumberText.Weight(row.Pattern))]);
        }

        WriteNeurons(result, tables);
        if (result.Rows is { Count: > 0 } rows)
        {
            tables.Write("named parts", rows, null, ["part"], row => [Name(row)], null, [], _ => []);
        }

        if (result.Queries is { } queries)
        {
            QueriesPage.Write(queries, page);
        }
    }

    private static void WriteNeurons(ContributionsResult result, LevelTables tables)
    {
        if (result.FfNeurons is { } neurons)
        {
            tables.Write("feed-forward neurons", neurons.Top, neurons.Bottom, ["neuron"], row => [PartNames.Dotted(row.Layer, row.Neuron)],
                neurons.Certificate, WordHeaders(result), row => Worded(result, row, row.Coefficient));
        }

        if (result.AttentionUnits is { } units)
        {
            tables.Write("attention units", units.Top, units.Bottom, ["unit"], row => [PartNames.Dotted(row.Layer, row.Head, row.Neuron)],
                units.Certificate, WordHeaders(result), row => Worded(result, row, row.Coefficient));
        }

        if (result.AttentionNeurons is { } attention)
        {
            tables.Write("attention neurons", attention.Top, attention.Bottom, ["neuron", "source"],
                row => [PartNames.Dotted(row.Layer, row.Head, row.Neuron), PageHead.Position(result.Tokens, row.Position)],
                attention.Certificate, WordHeaders(result), row => Worded(result, row, row.Coefficient));
        }
    }

    private static string[] WordHeaders(ContributionsResult result) => result.Settings.Words > 0 ? ["coefficient", "raises", "lowers"] : ["coefficient"];

    private static Piece[] Worded(ContributionsResult result, WordedRow row, double coefficient) =>
    [
        Piece.Number(NumberText.Coefficient(coefficient)),
        .. result.Settings.Words > 0 ? new Piece[] { Words(row.Raised), Words(row.Lowered) } : [],
    ];

    /// <summary>Words one after the other.</summary>
    public static string Words(IReadOnlyList<TokenValue>? words) => words is null ? "" : string.Join(' ', words.Select(word => TokenLabel.Of(word.Text)));

    private static Piece[] Reads(HeadReads? reads, IReadOnlyList<TokenInfo>? tokens) => reads is null
        ? ["", ""]
        : [PageHead.Position(tokens, reads.Position), Piece.Number(NumberText.Weight(reads.Pattern))];

    private static string Name(NamedPartRow row) => row.Head is int head ? $"head {PartNames.Dotted(row.Layer, head)}" : $"neuron {PartNames.Dotted(row.Layer, row.Neuron ?? 0)}";
}
