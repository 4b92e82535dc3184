namespace Interp.Daemon.Documents;

/// <summary>What a directive is, for the parser, for completion and for people.</summary>
public sealed record DirectiveInfo
{
    public required DirectiveName Name { get; init; }

    /// <summary>As written, without the sign.</summary>
    public required string Word { get; init; }

    /// <summary>One sentence: what it changes.</summary>
    public required string Meaning { get; init; }

    /// <summary>What its value looks like.</summary>
    public required string Syntax { get; init; }

    /// <summary>A value that could be written.</summary>
    public required string Example { get; init; }

    /// <summary>What holds without it.</summary>
    public required string Otherwise { get; init; }

    /// <summary>True where a block may have several.</summary>
    public bool Repeatable { get; init; }

    /// <summary>Its values, where there are only a few.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}
