using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>
/// A document as it was read before some of its lines were changed: only the blocks that these lines belong to need be read again. That keeps
/// typing in a document of megabytes quick.
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

    /// <summary>The document as it is now; null where more than some blocks may have changed, so that it has to be read as a whole.</summary>
    /// <param name="text">Now.</param>
    public InterpDocument? Read(TextBuffer text)
    {
        if (text.LineCount != Document.Text.LineCount
            || Document is not { Kind: DocumentKind.Interp, Sections: [var section], Problems.Count: < DocumentParser.MostProblems }
            || section.Blocks is not [{ Header: { } first }, ..]
            || FirstLine < first.Start.Line
            || LastLine < FirstLine)
        {
            return null;
        }

        var (from, to) = (BlockOf(FirstLine), BlockOf(LastLine));
        var start = LineOf(section.Blocks[from]);
        var end = to + 1 < section.Blocks.Count ? LineOf(section.Blocks[to + 1]) : text.LineCount;
        var found = new ProblemList();
        var blocks = new SectionReader(text, DocumentParser.LinesOf(text, start, end), from, found).ReadBlocks(section.Defaults);
        if (blocks.Length != to + 1 - from || LineOf(blocks[0]) != start)
        {
            return null;
        }

        DocumentProblem[] problems =
        [
            .. Document.Problems.TakeWhile(problem => problem.Range.Start.Line < start),
            .. found.All(text),
            .. Document.Problems.SkipWhile(problem => problem.Range.Start.Line < end),
        ];
        return problems.Length >= DocumentParser.MostProblems
            ? null
            : new InterpDocument(text, Document.Kind, [section with { Blocks = [.. section.Blocks.Take(from), .. blocks, .. section.Blocks.Skip(to + 1)] }], problems);
    }

    private int BlockOf(int line) => Document.LastBefore(new TextPosition(line, int.MaxValue));

    private static int LineOf(PromptBlock block) => block.Range.Start.Line;
}
