using System.Globalization;

namespace Interp.Cli.Output.Lists;

/// <summary>The main list of a result: one row an entry, columns named as the members of the result.</summary>
internal sealed class EntryList(params string[] columns)
{
    private readonly List<object?[]> rows = [];

    /// <summary>Member names; a member of a member is joined by a dot.</summary>
    public IReadOnlyList<string> Columns { get; } = columns;

    /// <summary>Cells: whole numbers, doubles, texts, or null where the entry lacks the member.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Rows => rows;

    /// <summary>Adds an entry, one cell a column.</summary>
    public void Add(params object?[] cells) => rows.Add(cells);

    /// <summary>A cell as text: numbers as in JSON, in every culture.</summary>
    public static string TextOf(object? cell) => cell switch
    {
        null => "",
        double number => number.ToString("G9", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };
}
