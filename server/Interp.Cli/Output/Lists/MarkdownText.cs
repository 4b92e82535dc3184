using System.Buffers;
using System.Text;
using Interp.Figures;

namespace Interp.Cli.Output.Lists;

/// <summary>A list as a Markdown table: texts as visible labels, nothing in them taken as markup.</summary>
internal static class MarkdownText
{
    private static readonly SearchValues<char> markup = SearchValues.Create("\\`*_{}[]<>()#+-.!|~&:$^=\"'@");

    /// <summary>Header, rule and rows.</summary>
    public static string Of(EntryList list)
    {
        var text = new StringBuilder();
        AppendRow(text, list.Columns);
        AppendRow(text, list.Columns.Select((_, i) => IsNumeric(list, i) ? "---:" : "---"));
        foreach (var row in list.Rows)
        {
            AppendRow(text, row.Select(Cell));
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Cell(object? cell) => cell is string { Length: > 0 } label ? Escape(TokenLabel.Of(label)) : EntryList.TextOf(cell);

    private static string Escape(string label)
    {
        var text = new StringBuilder();
        foreach (var character in label)
        {
            text.Append(markup.Contains(character) ? "\\" : "").Append(character);
        }

        return text.ToString();
    }

    private static bool IsNumeric(EntryList list, int column)
    {
        var cells = list.Rows.Select(row => row[column]).Where(cell => cell is not null);
        return cells.Any() && cells.All(cell => cell is not string);
    }
}
