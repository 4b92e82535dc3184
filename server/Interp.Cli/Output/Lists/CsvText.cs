using System.Buffers;
using System.Text;

namespace Interp.Cli.Output.Lists;

/// <summary>A list as CSV (RFC 4180, line feeds, UTF-8): texts exactly as they are, quoted where needed.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> special = SearchValues.Create(",\"\r\n\t");

    /// <summary>Header and rows.</summary>
    public static string Of(EntryList list)
    {
        var text = new StringBuilder();
        AppendRow(text, list.Columns);
        foreach (var row in list.Rows)
        {
            AppendRow(text, row);
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<object?> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(Escape(EntryList.TextOf(cells[i])));
        }

        text.Append('\n');
    }

    private static string Escape(string cell)
    {
        var quoted = cell.AsSpan().ContainsAny(special) || (cell.Length > 0 && (char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1])));
        return quoted ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }
}
