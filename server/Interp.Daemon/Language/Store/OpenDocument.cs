using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Language.Protocol;

namespace Interp.Daemon.Language;

/// <summary>A document at a version; never changed, so whoever has it can take time.</summary>
internal sealed class OpenDocument
{
    private readonly Lazy<InterpDocument> read;
    private EarlierReading? earlier;

    /// <summary>A document with its text, and what was read of an earlier state.</summary>
    public OpenDocument(string uri, DocumentKind kind, int version, TextBuffer text, EarlierReading? earlier = null)
    {
        Uri = uri;
        Kind = kind;
        Version = version;
        Text = text;
        this.earlier = earlier;
        read = new Lazy<InterpDocument>(Read);
    }

    public string Uri { get; }

    public DocumentKind Kind { get; }

    public int Version { get; }

    public TextBuffer Text { get; }

    /// <summary>Its blocks; read when first asked for.</summary>
    public InterpDocument Document => read.Value;

    /// <summary>Its folder, which paths in it are relative to; null for what is no file.</summary>
    public string? Folder => System.Uri.TryCreate(Uri, UriKind.Absolute, out var uri) && uri.IsFile ? Path.GetDirectoryName(uri.LocalPath) : null;

    /// <summary>The document of <c>didOpen</c>.</summary>
    public static OpenDocument Of(TextDocumentItem item) => new(item.Uri, KindOf(item), item.Version, new TextBuffer(item.Text));

    /// <summary>The document after some changes.</summary>
    public OpenDocument With(int version, IReadOnlyList<ContentChange> changes)
    {
        var text = Text;
        var known = read.IsValueCreated ? new EarlierReading(Document, int.MaxValue, int.MinValue) : Volatile.Read(ref earlier);
        foreach (var change in changes)
        {
            var before = text;
            text = change.Range is TextRange range ? before.With(range, change.Text) : new TextBuffer(change.Text);

            // Only within lines: then all others are where they were.
            known = change.Range is TextRange changed && text.LineCount == before.LineCount
                ? known?.Changed(before.RangeOf(before.OffsetOf(changed.Start), before.OffsetOf(changed.End)))
                : null;
        }

        return new OpenDocument(Uri, Kind, version, text, known);
    }

    private InterpDocument Read()
    {
        var document = Volatile.Read(ref earlier)?.Read(Text) ?? DocumentParser.Parse(Text, Kind);
        Volatile.Write(ref earlier, null);
        return document;
    }

    /// <summary>What is neither ours nor Markdown is one prompt, word for word.</summary>
    private static DocumentKind KindOf(TextDocumentItem item) => item.LanguageId switch
    {
        "interp" => DocumentKind.Interp,
        "markdown" => DocumentKind.Markdown,
        _ when item.Uri.EndsWith(".interp", StringComparison.OrdinalIgnoreCase) => DocumentKind.Interp,
        _ => DocumentKind.Prompt,
    };
}
