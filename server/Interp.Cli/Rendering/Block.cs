using System.Globalization;
using Spectre.Console.Rendering;

namespace Interp.Cli.Rendering;

/// <summary>Lines of pieces with a known width in terminal columns, to be set beside each other.</summary>
internal sealed class Block
{
    private const string ColumnGap = "  ";
    private readonly List<IReadOnlyList<Piece>> lines = [];

    /// <summary>From top to bottom.</summary>
    public IReadOnlyList<IReadOnlyList<Piece>> Lines => lines;

    /// <summary>Columns of the widest line.</summary>
    public int Width => lines.Count == 0 ? 0 : lines.Max(WidthOf);

    /// <summary>Adds a line.</summary>
    public void Add(params IReadOnlyList<Piece> line) => lines.Add(line);

    /// <summary>A table with aligned columns, header first unless all headers are empty.</summary>
    public static Block Of(TextTable table)
    {
        var widths = table.Columns.Select((column, i) => Math.Max(
            WidthOf(column.Header),
            table.Rows.Where(row => row.Count > 0).Select(row => WidthOf(row[i].Text)).DefaultIfEmpty(0).Max())).ToArray();
        var block = new Block();
        if (table.Columns.Any(column => column.Header.Length > 0))
        {
            block.Add(Aligned(table, widths, [.. table.Columns.Select(column => Piece.Dim(column.Header))]));
        }

        var total = widths.Sum() + (ColumnGap.Length * (widths.Length - 1));
        foreach (var row in table.Rows)
        {
            block.Add(row.Count == 0 ? [Piece.Dim(new string('┈', total))] : Aligned(table, widths, row));
        }

        return block;
    }

    /// <summary>Two blocks side by side, the right one beginning at <paramref name="column"/>.</summary>
    public static Block Beside(Block left, Block right, int column)
    {
        var block = new Block();
        for (var i = 0; i < Math.Max(left.lines.Count, right.lines.Count); i++)
        {
            IReadOnlyList<Piece> start = i < left.lines.Count ? left.lines[i] : [];
            block.Add(i < right.lines.Count
                ? [.. start, new Piece(new string(' ', Math.Max(1, column - WidthOf(start)))), .. right.lines[i]]
                : start);
        }

        return block;
    }

    /// <summary>Terminal columns of a line.</summary>
    public static int WidthOf(IReadOnlyList<Piece> line) => line.Sum(piece => WidthOf(piece.Text));

    /// <summary>Terminal columns of a text: two for wide characters, none for combining ones.</summary>
    public static int WidthOf(string text)
    {
        foreach (var character in text)
        {
            if (character > '\u024F' && char.GetUnicodeCategory(character) is not (UnicodeCategory.MathSymbol or UnicodeCategory.DashPunctuation))
            {
                return new Segment(text).CellCount();
            }
        }

        return text.Length;
    }

    private static List<Piece> Aligned(TextTable table, int[] widths, IReadOnlyList<Piece> cells)
    {
        var line = new List<Piece>();
        for (var i = 0; i < cells.Count; i++)
        {
            var pad = new Piece(new string(' ', widths[i] - WidthOf(cells[i].Text)));
            line.AddRange(table.Columns[i].Right ? [pad, cells[i]] : [cells[i], pad]);
            if (i + 1 < cells.Count)
            {
                line.Add(ColumnGap);
            }
        }

        return line;
    }
}
