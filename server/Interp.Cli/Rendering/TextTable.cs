namespace Interp.Cli.Rendering;

/// <summary>A table: columns with units in their headers, and rows of cells.</summary>
internal sealed class TextTable(params Column[] columns)
{
    private readonly List<IReadOnlyList<Piece>> rows = [];

    /// <summary>From left to right.</summary>
    public IReadOnlyList<Column> Columns { get; } = columns;

    /// <summary>One cell a column each; an empty row is a rule between two parts.</summary>
    public IReadOnlyList<IReadOnlyList<Piece>> Rows => rows;

    /// <summary>Adds a row.</summary>
    public void Add(params Piece[] cells) => rows.Add(cells);

    /// <summary>Adds a rule between the rows before and those to come.</summary>
    public void AddRule() => rows.Add([]);
}

/// <summary>A column: its header and whether its cells stand to the right.</summary>
internal sealed record Column(string Header, bool Right = false)
{
    /// <summary>A column of numbers.</summary>
    public static Column Numbers(string header) => new(header, Right: true);
}
