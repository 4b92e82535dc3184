using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>A line that begins with <c>@</c>.</summary>
public sealed record Directive
{
    /// <summary>Null for an unknown word.</summary>
    public required DirectiveInfo? Info { get; init; }

    /// <summary>The word as written, without the sign.</summary>
    public required string Word { get; init; }

    /// <summary>The sign and the word.</summary>
    public required TextRange NameRange { get; init; }

    /// <summary>The value as written, without its comment.</summary>
    public required string Text { get; init; }

    /// <summary>Where <see cref="Text"/> stands; empty behind the word where there is none.</summary>
    public required TextRange ValueRange { get; init; }

    /// <summary>The value; null where it could not be read.</summary>
    public required DirectiveValue? Value { get; init; }

    /// <summary>From the sign to the end of the value.</summary>
    public TextRange Range => new(NameRange.Start, ValueRange.End);
}
