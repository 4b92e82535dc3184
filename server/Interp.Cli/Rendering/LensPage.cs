using System.Globalization;
using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>Tokens by layers: what each layer would say, the embedding first, the answer last.</summary>
internal static class LensPage
{
    private const int LayerColumn = 9;

    /// <summary>Writes the page.</summary>
    public static void Write(LensResult result, IPage page)
    {
        PageHead.Write(result, page, Piece.Dim("lens " + result.Settings.Mode), Piece.Dim("cells: top token, its probability in %"));
        var labels = new TokenLabels(
            result.Cells.SelectMany(cells => cells).SelectMany(cell => cell.Top.Take(1)).Select(token => (token.Id, token.Text)),
            page.IsTerminal ? TokenLabel.PictureLength : int.MaxValue);
        WriteGrid(result, page, cell => Top(cell, labels));
        if (result.Settings.Target is not null)
        {
            WriteFollowed(result, page, "target", cell => cell.Target);
        }

        if (result.Settings.Contrast is not null)
        {
            WriteFollowed(result, page, "contrast", cell => cell.Contrast);
        }

        WriteStory(result, page);
    }

    private static Piece Top(LensCell cell, TokenLabels labels)
    {
        if (cell.Top.Count == 0)
        {
            return "";
        }

        var token = cell.Top[0];
        return new Piece($"{labels.Of(token.Id, token.Text)} {NumberText.Percent(token.Prob)}", token.Id == cell.Target?.Id ? Tone.Strong : Tone.Plain);
    }

    private static void WriteFollowed(LensResult result, IPage page, string name, Func<LensCell, TokenRank?> followed)
    {
        var first = result.Cells.SelectMany(cells => cells).Select(followed).FirstOrDefault();
        page.Line();
        page.Facts(Piece.Strong($"{name} {TokenLabel.Of(first?.Text ?? "")}"), Piece.Dim("cells: log-probability, rank"));
        WriteGrid(result, page, cell => followed(cell) is { } token
            ? Piece.Number($"{NumberText.Nats(token.LogProb)} ({NumberText.Count(token.Rank)})", token.Rank == 1 ? Tone.Strong : Tone.Plain)
            : new Piece(""));
    }

    /// <summary>The grid, in as many parts as the width needs.</summary>
    private static void WriteGrid(LensResult result, IPage page, Func<LensCell, Piece> cellOf)
    {
        var columns = result.Positions.Select((position, i) => new GridColumn(
            PageHead.Position(result.Tokens, position, page.IsTerminal ? TokenLabel.PictureLength : int.MaxValue),
            [.. result.Cells[i].Select(cellOf)])).ToList();
        for (var start = 0; start < columns.Count;)
        {
            var count = Fitting(columns, start, page.Width);
            if (start > 0)
            {
                page.Line();
            }

            page.Table(Table(result.Rows, columns.GetRange(start, count)));
            start += count;
        }
    }

    private static int Fitting(List<GridColumn> columns, int start, int width)
    {
        if (width == int.MaxValue)
        {
            return columns.Count - start;
        }

        var used = LayerColumn;
        var count = 0;
        while (start + count < columns.Count && (count == 0 || used + columns[start + count].Width + 2 <= width))
        {
            used += columns[start + count].Width + 2;
            count++;
        }

        return count;
    }

    private static TextTable Table(IReadOnlyList<LensRow> rows, List<GridColumn> columns)
    {
        var table = new TextTable([new Column("layer"), .. columns.Select(column => new Column(column.Header))]);
        for (var row = 0; row < rows.Count; row++)
        {
            table.Add([Piece.Dim(RowName(rows[row])), .. columns.Select(column => column.Cells[row])]);
        }

        return table;
    }

    private static void WriteStory(LensResult result, IPage page)
    {
        page.Line();
        foreach (var (column, story) in result.Story.Index())
        {
            var last = (result.Cells[column] is [.., var answer] ? answer.Target : null);
            if (last is null)
            {
                continue;
            }

            var place = PageHead.Position(result.Tokens, result.Positions[column]);
            var lead = story.LeadsFrom is int leads ? $", above {TokenLabel.Of(result.Cells[column][^1].Contrast?.Text ?? "")} from {RowWords(result.Rows[leads])} on" : "";
            page.Facts(
                Piece.Dim(place),
                Piece.Strong("→ " + TokenLabel.Of(last.Text)),
                (story.FirstFrom is int first ? $"first from {RowWords(result.Rows[first])} on" : $"rank {NumberText.Count(last.Rank)} at the end") + lead);
        }
    }

    private static string RowWords(LensRow row) => row.Layer is null ? "the embedding" : "layer " + RowName(row);

    private static string RowName(LensRow row) => row.Layer is int layer
        ? layer.ToString(CultureInfo.InvariantCulture) + (row.Row == "mid" ? " mid" : "")
        : row.Row;

    private sealed record GridColumn(string Header, IReadOnlyList<Piece> Cells)
    {
        public int Width => Math.Max(Block.WidthOf(Header), Cells.Select(cell => Block.WidthOf(cell.Text)).DefaultIfEmpty(0).Max());
    }
}
