using System.Collections.Concurrent;
using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Language.Protocol;

namespace Interp.Daemon.Language;

/// <summary>The documents that the editor has open. Changes come in order from one thread; anyone may read.</summary>
internal sealed class DocumentStore
{
    private readonly ConcurrentDictionary<string, OpenDocument> open = new(StringComparer.Ordinal);

    /// <summary>All open documents.</summary>
    public IEnumerable<OpenDocument> All => open.Values;

    /// <summary>Opens a document, or opens it anew.</summary>
    public OpenDocument Open(TextDocumentItem item) => open[item.Uri] = OpenDocument.Of(item);

    /// <summary>Applies changes; null where the document is not open.</summary>
    public OpenDocument? Change(string uri, int version, IReadOnlyList<ContentChange> changes) =>
        open.TryGetValue(uri, out var document) ? open[uri] = document.With(version, changes) : null;

    public void Close(string uri) => open.TryRemove(uri, out _);

    /// <summary>The document as it is now, or null.</summary>
    public OpenDocument? Find(string uri) => open.GetValueOrDefault(uri);

    /// <summary>The document as it is now.</summary>
    /// <exception cref="InterpException">OutOfRange: it is not open.</exception>
    public OpenDocument Get(string uri) => Find(uri) ?? throw new InterpException(
        ErrorKind.OutOfRange, $"The document {uri} is not open.", "Open it first with textDocument/didOpen.", new() { ["member"] = "uri", ["value"] = uri });

    /// <summary>A block of a document as it is now.</summary>
    /// <exception cref="InterpException">OutOfRange: no such document or block.</exception>
    public (OpenDocument Document, PromptBlock Block) Get(DocumentBlock place)
    {
        var document = Get(place.Uri);
        var blocks = document.Document.Blocks;
        if (place.Block >= 0 && place.Block < blocks.Count)
        {
            return (document, blocks[place.Block]);
        }

        throw new InterpException(
            ErrorKind.OutOfRange,
            blocks.Count == 0 ? "The document has no prompt." : $"`document.block` is {place.Block}, outside 0 to {blocks.Count - 1}.",
            "Ask interp/document for its blocks.",
            new() { ["member"] = "document.block", ["value"] = place.Block, ["first"] = 0, ["last"] = blocks.Count - 1 });
    }
}
