using System.Text.Json;
using Interp.Contracts;

namespace Interp.Daemon.Language.Protocol;

/// <summary>Something that a document's author should know.</summary>
public sealed record Diagnostic
{
    public required TextRange Range { get; init; }

    /// <summary>1 error, 2 warning, 3 information, 4 hint.</summary>
    public required int Severity { get; init; }
    public required string Code { get; init; }
    public string Source { get; init; } = "interp";
    public required string Message { get; init; }
}

/// <summary>Params of <c>textDocument/publishDiagnostics</c>.</summary>
public sealed record PublishDiagnosticsParams(string Uri, int Version, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>A diagnostic as the editor sends it back; only its place is looked at.</summary>
public sealed record SentDiagnostic(TextRange Range);

/// <summary>What a code action is asked for.</summary>
public sealed record CodeActionContext
{
    public IReadOnlyList<JsonElement> Diagnostics { get; init; } = [];

    /// <summary>The kinds wanted; null for all.</summary>
    public IReadOnlyList<string>? Only { get; init; }
}

/// <summary>Params of <c>textDocument/codeAction</c>.</summary>
public sealed record CodeActionParams(TextDocumentId TextDocument, TextRange Range, CodeActionContext Context);

/// <summary>A quick fix.</summary>
public sealed record CodeAction
{
    public required string Title { get; init; }
    public string Kind { get; init; } = "quickfix";
    public required IReadOnlyList<Diagnostic> Diagnostics { get; init; }
    public required bool IsPreferred { get; init; }
    public required WorkspaceEdit Edit { get; init; }
}

/// <summary>Edits by document.</summary>
public sealed record WorkspaceEdit(IReadOnlyDictionary<string, IReadOnlyList<TextEdit>> Changes);
