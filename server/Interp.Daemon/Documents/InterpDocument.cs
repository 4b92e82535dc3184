using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>A document as it was read: its blocks and what is wrong with it.</summary>
public sealed class InterpDocument
{
    internal InterpDocument(TextBuffer text, DocumentKind kind, IReadOnlyList<DocumentSection> sections, IReadOnlyList<DocumentProblem> problems)
    {
        Text = text;
        Kind = kind;
        Sections = sections;
        Problems = problems;
        Blocks = sections is [var only] ? only.Blocks : [.. sections.SelectMany(section => section.Blocks)];
    }

    public TextBuffer Text { get; }

    public DocumentKind Kind { get; }

    /// <summary>The document itself, or the fences of a Markdown document.</summary>
    public IReadOnlyList<DocumentSection> Sections { get; }

    /// <summary>All blocks in order.</summary>
    public IReadOnlyList<PromptBlock> Blocks { get; }

    /// <summary>What is wrong, in order; at most <see cref="DocumentParser.MostProblems"/> and one that says that there are more.</summary>
    public IReadOnlyList<DocumentProblem> Problems { get; }

    /// <summary>Reads a text.</summary>
    public static InterpDocument Parse(string text, DocumentKind kind = DocumentKind.Interp) => DocumentParser.Parse(new TextBuffer(text), kind);

    /// <summary>The block at a place (its header, directives or prompt), or null.</summary>
    public PromptBlock? BlockAt(TextPosition position) => Blocks.ElementAtOrDefault(LastBefore(position)) is { } block && block.Range.Start <= position && position <= block.Range.End ? block : null;

    /// <summary>Number of the last block that begins at a place or before it; 0 where none does.</summary>
    public int LastBefore(TextPosition position)
    {
        var (low, high) = (0, Blocks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Blocks[middle].Range.Start <= position ? (middle + 1, high) : (low, middle);
        }

        return Math.Max(0, low - 1);
    }

    /// <summary>The directive on a line, or null.</summary>
    public Directive? DirectiveAt(TextPosition position) =>
        OnLine(Blocks.ElementAtOrDefault(LastBefore(position))?.Directives ?? [], position.Line) ?? OnLine(Sections.SelectMany(section => section.Defaults), position.Line);

    /// <summary>The blocks that a directive of the document holds for: its own, or all of its section.</summary>
    public IReadOnlyList<PromptBlock> BlocksOf(Directive directive) =>
        Blocks.ElementAtOrDefault(LastBefore(directive.NameRange.Start)) is { } block && block.Directives.Contains(directive)
            ? [block]
            : Sections.FirstOrDefault(section => section.Defaults.Contains(directive))?.Blocks ?? [];

    private static Directive? OnLine(IEnumerable<Directive> directives, int line) => directives.FirstOrDefault(directive => directive.NameRange.Start.Line == line);
}

/// <summary>A document, or a fence that is one: settings for all blocks, then the blocks.</summary>
/// <param name="Defaults">The directives before the first block.</param>
/// <param name="Blocks">The blocks.</param>
public sealed record DocumentSection(IReadOnlyList<Directive> Defaults, IReadOnlyList<PromptBlock> Blocks);
