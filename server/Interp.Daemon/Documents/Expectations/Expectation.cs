using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>An <c>@expect</c> line: what is measured, how it is compared, with what.</summary>
public sealed record Expectation
{
    /// <summary>What is measured.</summary>
    public required Measure Measure { get; init; }

    public required Comparison Comparison { get; init; }

    /// <summary>The number to compare with; null for <c>top</c>.</summary>
    public double? Number { get; init; }

    /// <summary>The token to compare with; only for <c>top</c>.</summary>
    public TokenChoice? Token { get; init; }

    /// <summary>The measure as written.</summary>
    public required string Expression { get; init; }

    /// <summary>Operator and value as written.</summary>
    public required string Bound { get; init; }

    /// <summary>From the measure to the value.</summary>
    public required TextRange Range { get; init; }

    /// <summary>Where its numbers and strings stand.</summary>
    public required ExpectationPlaces Places { get; init; }

    /// <summary>Where a part of it stands in the document.</summary>
    public TextRange RangeOf(TextSlice slice) => new(
        Range.Start with { Character = Range.Start.Character + slice.Start },
        Range.Start with { Character = Range.Start.Character + slice.End });

    /// <summary>True where the answer takes a contributions run; the rest follows the text as it is typed.</summary>
    public bool IsScore => Measure is ScoreMeasure;
}
