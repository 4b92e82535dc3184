namespace Interp.Cli.Rendering;

/// <summary>Plain text: one line a row, cells parted by tabs, nothing cut, the same bytes wherever it runs.</summary>
internal sealed class PlainPage(TextWriter writer) : IPage
{
    /// <inheritdoc/>
    public bool IsTerminal => false;

    /// <inheritdoc/>
    public int Width => int.MaxValue;

    /// <inheritdoc/>
    public void Line(params ReadOnlySpan<Piece> pieces)
    {
        foreach (var piece in pieces)
        {
            writer.Write(piece.Text);
        }

        writer.Write('\n');
    }

    /// <inheritdoc/>
    public void Facts(params ReadOnlySpan<Piece> facts)
    {
        for (var i = 0; i < facts.Length; i++)
        {
            writer.Write(i == 0 ? "" : "\t");
            writer.Write(facts[i].Text);
        }

        writer.Write('\n');
    }

    /// <inheritdoc/>
    public void Table(TextTable table)
    {
        if (table.Columns.Any(column => column.Header.Length > 0))
        {
            writer.Write(string.Join('\t', table.Columns.Select(column => column.Header)));
            writer.Write('\n');
        }

        foreach (var row in table.Rows.Where(row => row.Count > 0))
        {
            writer.Write(string.Join('\t', row.Select(cell => cell.Text)));
            writer.Write('\n');
        }
    }
}
