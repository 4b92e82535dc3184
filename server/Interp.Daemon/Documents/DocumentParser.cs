using Interp.Contracts;
using Interp.Figures;

namespace Interp.Daemon.Documents;

/// <summary>Reads documents. Any text can be read; what makes no sense is a problem.</summary>
public static class DocumentParser
{
    /// <summary>Problems of one document that are told one by one.</summary>
    public const int MostProblems = 1000;

    /// <summary>Reads a text.</summary>
    public static InterpDocument Parse(TextBuffer text, DocumentKind kind)
    {
        var problems = new ProblemList();
        var lines = LinesOf(text, 0, text.LineCount);
        IReadOnlyList<DocumentSection> sections = kind switch
        {
            DocumentKind.Prompt => [Verbatim(text, lines)],
            DocumentKind.Markdown => [.. MarkdownFences.Find(text, lines).Select(Read(text, problems))],
            _ => [new SectionReader(text, lines, 0, problems).Read()],
        };
        return new InterpDocument(text, kind, sections, problems.All(text));
    }

    /// <summary>Reads the fences one after the other, with the blocks counted through the document.</summary>
    private static Func<SourceLine[], DocumentSection> Read(TextBuffer text, ProblemList problems)
    {
        var blocks = 0;
        return lines =>
        {
            var section = new SectionReader(text, lines, blocks, problems).Read();
            blocks += section.Blocks.Count;
            return section;
        };
    }

    /// <summary>The lines from one to before another, without a byte order mark.</summary>
    internal static SourceLine[] LinesOf(TextBuffer text, int first, int end)
    {
        var mark = text.Text.StartsWith('\uFEFF') ? 1 : 0;
        var lines = new SourceLine[end - first];
        for (var line = first; line < end; line++)
        {
            var skipped = line == 0 ? mark : 0;
            var start = text.StartOf(line) + skipped;
            lines[line - first] = new SourceLine(line, skipped, start, text.EndOf(line) - start);
        }

        return lines;
    }

    private static DocumentSection Verbatim(TextBuffer text, SourceLine[] lines)
    {
        var prompt = PromptMap.Of(text, lines, default, escapes: false);
        return new DocumentSection([], [new PromptBlock { Index = 0, Name = "", Header = null, Range = prompt.Range, Prompt = prompt, Directives = [], Defaults = [] }]);
    }
}

/// <summary>Gathers problems; beyond the most that are told it only notes that there are more.</summary>
internal sealed class ProblemList
{
    private readonly List<DocumentProblem> problems = [];
    private bool hasMore;

    /// <summary>True where further ones are only counted.</summary>
    public bool IsFull => problems.Count >= DocumentParser.MostProblems;

    public void Add(DocumentProblem problem)
    {
        if (IsFull)
        {
            hasMore = true;
        }
        else
        {
            problems.Add(problem);
        }
    }

    /// <summary>All in order, and whether there are more.</summary>
    public IReadOnlyList<DocumentProblem> All(TextBuffer text)
    {
        IEnumerable<DocumentProblem> sorted = problems.OrderBy(problem => problem.Range.Start);
        if (!hasMore)
        {
            return [.. sorted];
        }

        var end = text.PositionOf(text.Text.Length);
        var rest = ValueReader.Problem(new TextRange(end, end), $"Only the first {NumberText.Count(DocumentParser.MostProblems)} problems are listed.", "Mend these first: the rest may come from them.");
        return [.. sorted, rest];
    }
}
