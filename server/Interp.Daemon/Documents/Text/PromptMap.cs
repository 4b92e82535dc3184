using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>Where the characters of a prompt stand in its document: a line of the prompt is a line of the document, less what is not part of it.</summary>
public sealed class PromptMap
{
    private readonly SourceLine[] lines;
    private readonly int[] starts;

    private PromptMap(string text, SourceLine[] lines, int[] starts, TextPosition origin)
    {
        Text = text;
        this.lines = lines;
        this.starts = starts;
        Range = lines.Length == 0 ? new TextRange(origin, origin) : new TextRange(lines[0].At(0), lines[^1].At(lines[^1].Length));
    }

    /// <summary>The prompt: its lines joined with line feeds.</summary>
    public string Text { get; }

    /// <summary>From its first character to the end of its last line.</summary>
    public TextRange Range { get; }

    /// <summary>The prompt of some lines. A line that begins with backslashes before <c>###</c> or <c>@</c> loses one.</summary>
    /// <param name="buffer">The document.</param>
    /// <param name="source">The lines; none for an empty prompt.</param>
    /// <param name="origin">Where an empty prompt would begin.</param>
    /// <param name="escapes">False leaves backslashes alone.</param>
    internal static PromptMap Of(TextBuffer buffer, ReadOnlySpan<SourceLine> source, TextPosition origin, bool escapes = true)
    {
        var lines = new SourceLine[source.Length];
        var starts = new int[source.Length];
        var length = 0;
        for (var index = 0; index < source.Length; index++)
        {
            var line = source[index];
            lines[index] = escapes && IsEscaped(line.Of(buffer)) ? line with { Column = line.Column + 1, Start = line.Start + 1, Length = line.Length - 1 } : line;
            starts[index] = length;
            length += lines[index].Length + 1;
        }

        var text = string.Create(Math.Max(0, length - 1), (buffer, lines), static (target, state) =>
        {
            foreach (var line in state.lines)
            {
                line.Of(state.buffer).CopyTo(target);
                target = target[line.Length..];
                if (target.Length > 0)
                {
                    target[0] = '\n';
                    target = target[1..];
                }
            }
        });
        return new PromptMap(text, lines, starts, origin);
    }

    /// <summary>The place in the document of an offset into the prompt, 0 to its length.</summary>
    public TextPosition PositionOf(int offset)
    {
        if (lines.Length == 0)
        {
            return Range.Start;
        }

        var found = Array.BinarySearch(starts, Math.Clamp(offset, 0, Text.Length));
        var line = found >= 0 ? found : ~found - 1;
        return lines[line].At(Math.Clamp(offset, 0, Text.Length) - starts[line]);
    }

    /// <summary>The stretch of the document of a stretch of the prompt.</summary>
    public TextRange RangeOf(int start, int end) => new(PositionOf(start), PositionOf(end));

    /// <summary>The offset into the prompt of a place in the document; null outside the prompt.</summary>
    public int? OffsetOf(TextPosition position)
    {
        if (lines.Length == 0 || position.Line < lines[0].Number || position.Line > lines[^1].Number)
        {
            return null;
        }

        var index = position.Line - lines[0].Number;
        var line = lines[index];
        var character = position.Character - line.Column;
        return character < 0 || character > line.Length ? null : starts[index] + character;
    }

    private static bool IsEscaped(ReadOnlySpan<char> line)
    {
        var rest = line.TrimStart('\\');
        return rest.Length < line.Length && (rest.StartsWith("###") || rest.StartsWith('@'));
    }
}
