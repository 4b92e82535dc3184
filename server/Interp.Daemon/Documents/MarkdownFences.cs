namespace Interp.Daemon.Documents;

/// <summary>Finds the fences named <c>interp</c> of a Markdown text.</summary>
internal static class MarkdownFences
{
    private const int Shortest = 3;

    /// <summary>The lines inside each fence, its indent taken off. A fence that does not close goes on to the end.</summary>
    public static IEnumerable<SourceLine[]> Find(TextBuffer text, SourceLine[] lines)
    {
        for (var line = 0; line < lines.Length; line++)
        {
            if (Opening(lines[line].Of(text)) is not { } fence)
            {
                continue;
            }

            var start = line + 1;
            var end = start;
            while (end < lines.Length && !Closes(lines[end].Of(text), fence))
            {
                end++;
            }

            if (fence.IsOurs && end > start)
            {
                yield return [.. lines[start..end].Select(inner => WithoutIndent(text, inner, fence.Indent))];
            }

            line = end;
        }
    }

    private static Fence? Opening(ReadOnlySpan<char> line)
    {
        var rest = line.TrimStart(" \t");
        var sign = rest.Length > 0 ? rest[0] : ' ';
        if (sign is not ('`' or '~'))
        {
            return null;
        }

        var length = rest.Length - rest.TrimStart(sign).Length;
        var info = rest[length..].Trim();
        if (length < Shortest || (sign == '`' && info.Contains('`')))
        {
            return null;
        }

        var space = info.IndexOfAny(" \t{");
        var name = space < 0 ? info : info[..space];
        return new Fence(sign, length, line.Length - rest.Length, name.Equals("interp", StringComparison.OrdinalIgnoreCase));
    }

    private static bool Closes(ReadOnlySpan<char> line, Fence fence)
    {
        var rest = line.Trim(" \t");
        return rest.Length >= fence.Length && rest.TrimStart(fence.Sign).Length == 0;
    }

    private static SourceLine WithoutIndent(TextBuffer text, SourceLine line, int indent)
    {
        var content = line.Of(text);
        var taken = 0;
        while (taken < Math.Min(indent, content.Length) && DirectiveLine.IsBlank(content[taken]))
        {
            taken++;
        }

        return line with { Column = line.Column + taken, Start = line.Start + taken, Length = line.Length - taken };
    }

    private readonly record struct Fence(char Sign, int Length, int Indent, bool IsOurs);
}
