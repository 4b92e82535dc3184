using Interp.Contracts;

namespace Interp.Daemon.Language.Protocol;

/// <summary>Text that is <c>markdown</c> or <c>plaintext</c>.</summary>
public sealed record MarkupContent(string Kind, string Value);

/// <summary>Result of <c>textDocument/hover</c>.</summary>
public sealed record Hover(MarkupContent Contents, TextRange Range);

/// <summary>A block as an argument of a command.</summary>
public sealed record CommandTarget
{
    public required string Uri { get; init; }
    public required int Block { get; init; }

    /// <summary>Position of a token; absent for the block's own.</summary>
    public int? Position { get; init; }
}

/// <summary>A command of the editor; an empty name is a title only.</summary>
public sealed record Command
{
    public required string Title { get; init; }
    public string? Tooltip { get; init; }

    /// <summary>Its name.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("command")]
    public required string Name { get; init; }
    public IReadOnlyList<CommandTarget>? Arguments { get; init; }
}

/// <summary>Result of <c>textDocument/codeLens</c>: one of them.</summary>
public sealed record CodeLens(TextRange Range, Command Command);

/// <summary>Result of <c>textDocument/inlayHint</c>: one of them.</summary>
public sealed record InlayHint
{
    public required TextPosition Position { get; init; }
    public required string Label { get; init; }
    public MarkupContent? Tooltip { get; init; }
    public bool PaddingLeft { get; init; } = true;
}

/// <summary>Result of <c>textDocument/foldingRange</c>: one of them.</summary>
public sealed record FoldingRange(int StartLine, int EndLine)
{
    public string Kind { get; init; } = "region";
}

/// <summary>Result of <c>textDocument/documentSymbol</c>: one of them.</summary>
public sealed record DocumentSymbol
{
    public required string Name { get; init; }
    public string? Detail { get; init; }

    /// <summary>As the protocol numbers them: 2 module, 7 property, 24 event.</summary>
    public required int Kind { get; init; }
    public required TextRange Range { get; init; }
    public required TextRange SelectionRange { get; init; }
    public IReadOnlyList<DocumentSymbol>? Children { get; init; }
}

/// <summary>Result of <c>textDocument/completion</c>.</summary>
public sealed record CompletionList(bool IsIncomplete, IReadOnlyList<CompletionItem> Items);

/// <summary>A proposal.</summary>
public sealed record CompletionItem
{
    public required string Label { get; init; }

    /// <summary>As the protocol numbers them: 3 function, 5 field, 12 value, 14 keyword, 20 enum member.</summary>
    public required int Kind { get; init; }
    public string? Detail { get; init; }
    public MarkupContent? Documentation { get; init; }
    public required string SortText { get; init; }
    public required string FilterText { get; init; }
    public required TextEdit TextEdit { get; init; }
}
