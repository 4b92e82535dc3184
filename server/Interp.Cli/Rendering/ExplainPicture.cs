using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>An explanation on a terminal: lists with bars side by side where there is room, below each other where there is not.</summary>
internal sealed class ExplainPicture(ExplainResult result, TerminalPage page)
{
    // Of a terminal of 100 columns, less the margins.
    private const int SideBySideFrom = 96;
    private const int LayerColumn = 47;
    private const int HeadBar = 18;
    private readonly bool sideBySide = page.Width >= SideBySideFrom;

    /// <summary>Writes prompt, prediction, layers, heads and neurons.</summary>
    public void Write()
    {
        new ExplainAnswer(result, page).Write();
        WriteLayers();
        WriteParts();
    }

    private void WriteLayers()
    {
        if (result.Layers is null)
        {
            return;
        }

        WriteCourse();
        var shown = ExplainPage.GreatestLayers(result);
        var bars = new Bars([.. shown.Select(row => row.Score)], LayerColumn - 21);
        var first = sideBySide ? (shown.Count + 1) / 2 : shown.Count;
        var left = LayerBlock(shown.Take(first), bars);
        page.Draw(sideBySide ? Block.Beside(left, LayerBlock(shown.Skip(first), bars), LayerColumn) : left);
        page.Line(Piece.Dim(ExplainPage.RestOfLayers(result, shown)) with { IsNumber = true });
        page.Line();
    }

    private void WriteCourse()
    {
        var way = new LayerCourse(result);
        var values = way.AfterLayers;
        List<Piece> title = [Piece.Strong("Layers"), Piece.Dim("   log-probability of "), way.Label(TokenLabel.PictureLength)];
        List<Piece> numbers = [Piece.Number(NumberText.Nats(way.Start), Tone.Dim), Piece.Dim(" → ")];
        if (way.Lowest is { } low)
        {
            numbers.AddRange([Piece.Number(NumberText.Nats(low.Value), Tone.Dim), Piece.Dim($" after {NumberText.Count(low.Layer)} → ")]);
        }

        numbers.Add(Piece.Number(NumberText.Nats(way.End), Tone.Strong));
        var last = NumberText.Count(Math.Max(0, values.Count - 1));
        var room = page.Width - Block.WidthOf(numbers) - "layer 0    ".Length - last.Length - 1;
        var beside = room - Block.WidthOf(title) - 3;
        var oneLine = beside >= Math.Min(values.Count, 20);
        var spark = Sparkline.Of(values, oneLine ? beside : room);
        List<Piece> course = [Piece.Dim("layer 0 "), new(spark, Tone.Raises), Piece.Dim(" " + last), "   ", .. numbers];
        if (oneLine)
        {
            page.Line([.. title, "   ", .. course]);
        }
        else
        {
            page.Line([.. title]);
            page.Line([.. course]);
        }

        page.Line();
    }

    private static Block LayerBlock(IEnumerable<LayerRow> rows, Bars bars)
    {
        var block = new Block();
        foreach (var row in rows)
        {
            block.Add([row.Component.PadRight(5) + PartNames.Text(row.Layer ?? 0).PadRight(5), Piece.Number(NumberText.Score(row.Score).PadLeft(6)), "  ", .. bars.Of(row.Score)]);
        }

        return block;
    }

    private void WriteParts()
    {
        var heads = result.Heads is { } level && level.Top.Count + level.Bottom.Count > 0 ? HeadBlock(level) : new Block();
        var column = heads.Width + 4;
        var fixedWidth = 25;
        var words = (sideBySide ? page.Width - column : page.Width) - fixedWidth;
        var neurons = result.FfNeurons is { } list && list.Top.Count + list.Bottom.Count > 0 ? Titled(Block.Of(ExplainTables.Neurons(list, words))) : new Block();
        if (sideBySide && heads.Lines.Count > 0 && neurons.Lines.Count > 0)
        {
            page.Draw(Block.Beside(heads, neurons, column));
            return;
        }

        page.Draw(heads);
        if (heads.Lines.Count > 0 && neurons.Lines.Count > 0)
        {
            page.Line();
        }

        page.Draw(neurons);
    }

    private Block HeadBlock(HeadLevel level)
    {
        var table = ExplainTables.Heads(level, result, TokenLabel.PictureLength);
        var plain = Titled(Block.Of(table));
        var scores = level.Top.Concat(level.Bottom.Reverse()).Select(row => row.Score).ToList();
        var bars = new Bars(scores, HeadBar);
        var block = new Block();
        var next = 0;
        foreach (var (i, line) in plain.Lines.Index())
        {
            var isHeader = i == 0;
            var isRule = !isHeader && table.Rows[i - 1].Count == 0;
            block.Add(isHeader ? line : isRule ? [line[0] with { Text = new string('┈', Block.WidthOf(line) + 2 + HeadBar) }] : [.. line, "  ", .. bars.Of(scores[next++])]);
        }

        return block;
    }

    /// <summary>The first header as a title.</summary>
    private static Block Titled(Block block)
    {
        var titled = new Block();
        foreach (var (i, line) in block.Lines.Index())
        {
            titled.Add(i > 0 ? line : [Piece.Strong(char.ToUpperInvariant(line[0].Text[0]) + line[0].Text[1..]), .. line.Skip(1)]);
        }

        return titled;
    }
}
