using Interp.Contracts;

namespace Interp.Daemon.Language.Protocol;

/// <summary>A document as the editor opens it.</summary>
public sealed record TextDocumentItem(string Uri, string LanguageId, int Version, string Text);

/// <summary>Params of <c>textDocument/didOpen</c>.</summary>
public sealed record DidOpenParams(TextDocumentItem TextDocument);

/// <summary>A document by its address.</summary>
public sealed record TextDocumentId(string Uri);

/// <summary>A document at a version.</summary>
public sealed record VersionedTextDocumentId(string Uri, int Version);

/// <summary>A change: of a stretch, or of the whole text where there is no range.</summary>
public sealed record ContentChange
{
    public TextRange? Range { get; init; }
    public required string Text { get; init; }
}

/// <summary>Params of <c>textDocument/didChange</c>: changes in their order, each on what the one before left.</summary>
public sealed record DidChangeParams(VersionedTextDocumentId TextDocument, IReadOnlyList<ContentChange> ContentChanges);

/// <summary>Params of <c>textDocument/didClose</c>, and of all requests about a whole document.</summary>
public sealed record DocumentParams(TextDocumentId TextDocument);

/// <summary>Params of requests about a place.</summary>
public sealed record PositionParams(TextDocumentId TextDocument, TextPosition Position);

/// <summary>Params of requests about a stretch.</summary>
public sealed record RangeParams(TextDocumentId TextDocument, TextRange Range);

/// <summary>A replacement in a document.</summary>
public sealed record TextEdit(TextRange Range, string NewText);
