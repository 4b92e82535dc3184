using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>A text with its lines, never changed. Lines end with a line feed, a carriage return, or both, as in the editor.</summary>
public sealed class TextBuffer
{
    private readonly int[] starts;

    /// <summary>The lines of <paramref name="text"/>.</summary>
    public TextBuffer(string text)
        : this(text, StartsOf(text))
    {
    }

    private TextBuffer(string text, int[] starts)
    {
        Text = text;
        this.starts = starts;
    }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>At least 1.</summary>
    public int LineCount => starts.Length;

    /// <summary>Offset at which a line begins.</summary>
    public int StartOf(int line) => starts[line];

    /// <summary>Offset of the end of a line, its line break left out.</summary>
    public int EndOf(int line)
    {
        if (line + 1 == starts.Length)
        {
            return Text.Length;
        }

        var end = starts[line + 1] - 1;
        return end > starts[line] && Text[end] == '\n' && Text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>A line without its line break.</summary>
    public ReadOnlySpan<char> Line(int line) => Text.AsSpan(starts[line], EndOf(line) - starts[line]);

    /// <summary>The offset of a place; what lies beyond the end of its line or of the text is taken to that end.</summary>
    public int OffsetOf(TextPosition position)
    {
        if (position.Line < 0 || position.Line >= starts.Length)
        {
            return position.Line < 0 ? 0 : Text.Length;
        }

        var start = starts[position.Line];
        return start + Math.Clamp(position.Character, 0, EndOf(position.Line) - start);
    }

    /// <summary>The place of an offset; inside a line break it is the end of the line.</summary>
    public TextPosition PositionOf(int offset)
    {
        var clamped = Math.Clamp(offset, 0, Text.Length);
        var found = Array.BinarySearch(starts, clamped);
        var line = found >= 0 ? found : ~found - 1;
        return new TextPosition(line, Math.Min(clamped, EndOf(line)) - starts[line]);
    }

    /// <summary>The stretch between two offsets.</summary>
    public TextRange RangeOf(int start, int end) => new(PositionOf(start), PositionOf(end));

    /// <summary>The text with one stretch replaced; places beyond an end are taken to that end.</summary>
    public TextBuffer With(TextRange range, string text)
    {
        var start = Math.Min(OffsetOf(range.Start), OffsetOf(range.End));
        var end = Math.Max(OffsetOf(range.Start), OffsetOf(range.End));
        var whole = string.Concat(Text.AsSpan(0, start), text, Text.AsSpan(end));
        return IsWithinLine(start, end, text) ? new TextBuffer(whole, Moved(PositionOf(start).Line, text.Length - (end - start))) : new TextBuffer(whole);
    }

    /// <summary>True where a change leaves every line break as it is: it has none, and joins no two characters to one.</summary>
    private bool IsWithinLine(int start, int end, string text) =>
        !HasBreak(text) && !HasBreak(Text.AsSpan(start, end - start)) && !(text.Length == 0 && start > 0 && Text[start - 1] == '\r' && end < Text.Length && Text[end] == '\n');

    private static bool HasBreak(ReadOnlySpan<char> text) => text.ContainsAny('\n', '\r');

    /// <summary>The starts of the lines after one of them has become longer.</summary>
    private int[] Moved(int line, int by)
    {
        var moved = (int[])starts.Clone();
        foreach (ref var start in moved.AsSpan(line + 1))
        {
            start += by;
        }

        return moved;
    }

    private static int[] StartsOf(string text)
    {
        var found = new List<int> { 0 };
        for (var at = 0; ;)
        {
            var step = text.AsSpan(at).IndexOfAny('\n', '\r');
            if (step < 0)
            {
                return [.. found];
            }

            at += step + 1;
            if (text[at - 1] == '\r' && at < text.Length && text[at] == '\n')
            {
                at++;
            }

            found.Add(at);
        }
    }
}
