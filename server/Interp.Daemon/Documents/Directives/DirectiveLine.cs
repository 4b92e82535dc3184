namespace Interp.Daemon.Documents;

/// <summary>A directive's line cut into word, value and comment. Offsets count in the line.</summary>
internal readonly record struct DirectiveLine(int WordEnd, int ValueStart, int ValueEnd)
{
    /// <summary>Cuts a line that begins with <c>@</c>. A comment begins with <c>#</c> after white space and outside a JSON string.</summary>
    public static DirectiveLine Cut(ReadOnlySpan<char> line)
    {
        var wordEnd = 1;
        while (wordEnd < line.Length && !IsBlank(line[wordEnd]))
        {
            wordEnd++;
        }

        var start = wordEnd;
        while (start < line.Length && IsBlank(line[start]))
        {
            start++;
        }

        var end = EndOfValue(line, start);
        while (end > start && IsBlank(line[end - 1]))
        {
            end--;
        }

        return end == start ? new DirectiveLine(wordEnd, wordEnd, wordEnd) : new DirectiveLine(wordEnd, start, end);
    }

    /// <summary>True for a space or a tab.</summary>
    public static bool IsBlank(char character) => character is ' ' or '\t';

    private static int EndOfValue(ReadOnlySpan<char> line, int start)
    {
        var quoted = false;
        for (var at = start; at < line.Length; at++)
        {
            if (quoted && line[at] == '\\')
            {
                at++;
            }
            else if (line[at] == '"')
            {
                quoted = !quoted;
            }
            else if (line[at] == '#' && !quoted && IsBlank(line[at - 1]))
            {
                return at;
            }
        }

        return line.Length;
    }
}
