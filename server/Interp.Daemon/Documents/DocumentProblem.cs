using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>Something wrong at a place of a document: what it is, what to do, and edits that would do it.</summary>
public sealed record DocumentProblem
{
    public required TextRange Range { get; init; }

    /// <summary>One sentence: what is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>One sentence: what to do.</summary>
    public required string Hint { get; init; }

    /// <summary>A word for tools, e.g. <c>directive</c>, <c>expectation</c>.</summary>
    public required string Code { get; init; }

    public ProblemSeverity Severity { get; init; } = ProblemSeverity.Error;

    /// <summary>Edits that a person may choose from.</summary>
    public IReadOnlyList<DocumentFix> Fixes { get; init; } = [];
}

/// <summary>How bad a problem is. The numbers are those of the language server protocol.</summary>
public enum ProblemSeverity
{
    /// <summary>The block cannot be run as written.</summary>
    Error = 1,

    /// <summary>It can be run, probably not as meant.</summary>
    Warning = 2,

    /// <summary>Worth knowing.</summary>
    Information = 3,
}

/// <summary>An edit that mends a problem.</summary>
/// <param name="Title">What it does, for a menu.</param>
/// <param name="Range">What it replaces.</param>
/// <param name="NewText">What it puts there.</param>
public sealed record DocumentFix(string Title, TextRange Range, string NewText);
