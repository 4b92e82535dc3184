using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>A line as the parser reads it: without its line break, and without what does not belong to it (a byte order mark, the indent of a fence).</summary>
/// <param name="Number">Line of the document.</param>
/// <param name="Column">Code units left out at its start.</param>
/// <param name="Start">Offset of what remains.</param>
/// <param name="Length">Length of what remains.</param>
internal readonly record struct SourceLine(int Number, int Column, int Start, int Length)
{
    /// <summary>The place of a code unit of what remains.</summary>
    public TextPosition At(int index) => new(Number, Column + index);

    /// <summary>A stretch of what remains.</summary>
    public TextRange Range(int start, int end) => new(At(start), At(end));

    /// <summary>All of what remains.</summary>
    public TextRange Whole => Range(0, Length);

    /// <summary>What remains.</summary>
    public ReadOnlySpan<char> Of(TextBuffer text) => text.Text.AsSpan(Start, Length);
}
