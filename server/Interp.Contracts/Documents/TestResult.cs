namespace Interp.Contracts;

/// <summary>What <c>interp test</c> found.</summary>
public sealed record TestResult
{
    public required IReadOnlyList<TestedFile> Files { get; init; }
    public required int Passed { get; init; }
    public required int Failed { get; init; }
}

/// <summary>A document that was tested.</summary>
public sealed record TestedFile
{
    /// <summary>As given.</summary>
    public required string Path { get; init; }
    public required IReadOnlyList<TestedBlock> Blocks { get; init; }
    public required IReadOnlyList<TestedProblem> Problems { get; init; }
}

/// <summary>A block with its expectations.</summary>
public sealed record TestedBlock
{
    public required string Name { get; init; }

    /// <summary>Line of its header, from 1.</summary>
    public required int Line { get; init; }
    public required IReadOnlyList<TestedExpectation> Expectations { get; init; }
}

/// <summary>An <c>@expect</c> line and what is the case.</summary>
public sealed record TestedExpectation
{
    /// <summary>From 1.</summary>
    public required int Line { get; init; }

    /// <summary>What is measured, as written.</summary>
    public required string Expression { get; init; }

    /// <summary>Operator and value, as written.</summary>
    public required string Bound { get; init; }

    /// <summary>The value now, as people read it; absent where it could not be had.</summary>
    public string? Value { get; init; }
    public required bool Met { get; init; }

    /// <summary>What was expected and what is the case; only where it is not met.</summary>
    public string? Message { get; init; }

    /// <summary>What to do; only where the value could not be had.</summary>
    public string? Hint { get; init; }
}

/// <summary>Something wrong with a document.</summary>
public sealed record TestedProblem
{
    /// <summary>From 1.</summary>
    public required int Line { get; init; }

    /// <summary>From 1.</summary>
    public required int Column { get; init; }

    /// <summary><c>error</c>, <c>warning</c> or <c>information</c>.</summary>
    public required string Severity { get; init; }
    public required string Message { get; init; }
    public required string Hint { get; init; }
}
