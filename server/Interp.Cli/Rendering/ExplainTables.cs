using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>The lists of an explanation as tables, from what raises most down to what lowers most.</summary>
internal static class ExplainTables
{
    /// <summary>Layers: component and score.</summary>
    public static TextTable Layers(IReadOnlyList<LayerRow> layers)
    {
        var table = new TextTable(new("layer"), Column.Numbers("score"));
        foreach (var row in layers)
        {
            table.Add(PartNames.Of(row), Piece.Number(NumberText.Score(row.Score)));
        }

        return table;
    }

    /// <summary>Heads: what each looks at, how much, its score; both tails.</summary>
    public static TextTable Heads(HeadLevel level, ExplainResult result, int longest)
    {
        var tokens = result.Tokens ?? [];
        var withReads = level.Top.Concat(level.Bottom).Any(row => row.Reads is not null);
        var table = new TextTable(
        [
            new("heads"),
            .. withReads ? new[] { new Column("looks at"), Column.Numbers("weight") } : [],
            Column.Numbers("score"),
        ]);
        AddBoth(table, level.Top, level.Bottom, Cells);
        return table;

        Piece[] Cells(HeadRow row) =>
        [
            PartNames.Dotted(row.Layer, row.Head),
            .. withReads ? Reads(row.Reads, tokens, longest) : [],
            Piece.Number(NumberText.Score(row.Score)),
        ];
    }

    /// <summary>Neurons: coefficient, score, the words each writes most; both tails.</summary>
    public static TextTable Neurons(NeuronLevel level, int wordsWidth)
    {
        var withWords = level.Top.Concat(level.Bottom).Any(row => row.Raised is not null);
        var table = new TextTable(
        [
            new("neurons"), Column.Numbers("coeff."), Column.Numbers("score"),
            .. withWords ? new[] { new Column("writes most") } : [],
        ]);
        AddBoth(table, level.Top, level.Bottom, Cells);
        return table;

        Piece[] Cells(NeuronRow row) =>
        [
            PartNames.Dotted(row.Layer, row.Neuron), Piece.Number(NumberText.Coefficient(row.Coefficient), Tone.Dim), LevelTables.Score(row.Score),
            .. withWords ? new[] { new Piece(Words(row.Raised ?? [], wordsWidth)) } : [],
        ];
    }

    private static Piece[] Reads(HeadReads? reads, IReadOnlyList<TokenInfo> tokens, int longest) => reads is null
        ? ["", ""]
        : [TokenLabel.Of(tokens[reads.Position].Text, longest), Piece.Number(NumberText.Weight(reads.Pattern), Tone.Dim)];

    /// <summary>The greatest first and the smallest last, with a rule between them.</summary>
    private static void AddBoth<TRow>(TextTable table, IReadOnlyList<TRow> top, IReadOnlyList<TRow> bottom, Func<TRow, Piece[]> cells)
    {
        foreach (var row in top)
        {
            table.Add(cells(row));
        }

        if (top.Count > 0 && bottom.Count > 0)
        {
            table.AddRule();
        }

        foreach (var row in bottom.Reverse())
        {
            table.Add(cells(row));
        }
    }

    /// <summary>As many words as fit, each cut to its share of the width.</summary>
    private static string Words(IReadOnlyList<TokenValue> words, int width)
    {
        const int shortest = 6;
        var count = width == int.MaxValue ? words.Count : Math.Clamp((width + 1) / (shortest + 1), 1, Math.Max(1, words.Count));
        var longest = width == int.MaxValue ? int.MaxValue : Math.Clamp((width + 1 - count) / count, shortest, TokenLabel.PictureLength);
        return string.Join(' ', words.Take(count).Select(word => TokenLabel.Of(word.Text, longest)));
    }
}
