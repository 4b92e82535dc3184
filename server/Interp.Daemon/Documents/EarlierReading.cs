using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>
/// A document as it was read before some of its lines were changed: what lies outside these lines need not be read again. That keeps typing
/// in a document of megabytes quick.
/// </summary>
/// <param name="Document">As it was.</param>
/// <param name="FirstLine">First line that is changed.</param>
/// <param name="LastLine">Last one.</param>
internal sealed record EarlierReading(InterpDocument Document, int FirstLine, int LastLine)
{
    /// <summary>The same with more lines changed; none were added or taken away. One line more at each side, because a line break may have two characters that an edit parts or joins.</summary>
    public EarlierReading Changed(TextRange range) => this with
    {
        FirstLine = Math.Min(FirstLine, Math.Min(range.Start.Line, range.End.Line) - 1),
        LastLine = Math.Max(LastLine, Math.Max(range.Start.Line, range.End.Line) + 1),
    };

    /// <summary>Null where not all problems of the earlier state are known, or lines have moved.</summary>
    public EarlierReading? For(TextBuffer text) =>
        text.LineCount == Document.Text.LineCount && Document is { Kind: DocumentKind.Interp, Problems.Count: < DocumentParser.MostProblems } ? this : null;

    /// <summary>The settings before the first header, with their problems; null where they may have changed.</summary>
    public IReadOnlyList<Directive>? DefaultsBefore(int header, ProblemList problems)
    {
        if (FirstLine < header || Document.Blocks is not [{ Header: { } first }, ..] || first.Start.Line != header)
        {
            return null;
        }

        Repeat(0, header, problems);
        return Document.Sections[0].Defaults;
    }

    /// <summary>The block from a header to the next, with its problems; null where it may have changed.</summary>
    public PromptBlock? BlockOf(int index, int header, int end, ProblemList problems)
    {
        if (end > FirstLine && header <= LastLine)
        {
            return null;
        }

        var at = Find(header);
        if (at < 0 || (at + 1 < Document.Blocks.Count ? Document.Blocks[at + 1].Range.Start.Line : Document.Text.LineCount) != end)
        {
            return null;
        }

        Repeat(header, end, problems);
        var block = Document.Blocks[at];
        return block.Index == index ? block : block with { Index = index };
    }

    /// <summary>The block whose header is on a line, or -1.</summary>
    private int Find(int header)
    {
        var at = First(Document.Blocks, block => block.Range.Start.Line, header);
        return at < Document.Blocks.Count && Document.Blocks[at].Range.Start.Line == header ? at : -1;
    }

    private void Repeat(int first, int end, ProblemList problems)
    {
        for (var at = First(Document.Problems, LineOf, first); at < Document.Problems.Count && LineOf(Document.Problems[at]) < end; at++)
        {
            problems.Add(Document.Problems[at]);
        }

        static int LineOf(DocumentProblem problem) => problem.Range.Start.Line;
    }

    /// <summary>Index of the first entry of an ascending list that is on a line or behind it.</summary>
    private static int First<T>(IReadOnlyList<T> entries, Func<T, int> lineOf, int line)
    {
        var (low, high) = (0, entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = lineOf(entries[middle]) < line ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
