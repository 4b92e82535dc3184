using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Language.Protocol;

namespace Interp.Daemon.Language;

/// <summary>Blocks as symbols and as folds.</summary>
internal static class Outline
{
    private const int Module = 2;
    private const int Property = 7;
    private const int LongestName = 60;

    /// <summary>Blocks with their directives.</summary>
    public static DocumentSymbol[] Symbols(OpenDocument document) => [.. LiveBlocks.Of(document).Select(Symbol)];

    /// <summary>Blocks of more than one line.</summary>
    public static FoldingRange[] Folds(OpenDocument document) =>
        [.. LiveBlocks.Of(document).Where(block => block.Range.End.Line > block.Range.Start.Line).Select(block => new FoldingRange(block.Range.Start.Line, block.Range.End.Line))];

    private static DocumentSymbol Symbol(PromptBlock block)
    {
        var beginning = Cut(block.Prompt.Text.Split('\n', 2)[0].Trim());
        return new DocumentSymbol
        {
            Name = block.Name.Length > 0 ? Cut(block.Name) : beginning.Length > 0 ? beginning : "prompt",
            Detail = block.Name.Length > 0 ? beginning : null,
            Kind = Module,
            Range = block.Range,
            SelectionRange = block.Header ?? new TextRange(block.Range.Start, block.Range.Start),
            Children = [.. block.Directives.Select(directive => new DocumentSymbol
            {
                Name = "@" + Cut(directive.Word),
                Detail = Cut(directive.Text),
                Kind = Property,
                Range = directive.Range,
                SelectionRange = directive.NameRange,
            })],
        };
    }

    private static string Cut(string text) => text.Length <= LongestName ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[LongestName - 1]) ? LongestName - 1 : LongestName), "…");
}
