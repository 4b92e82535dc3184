using Interp.Daemon.Language.Protocol;

namespace Interp.Daemon.Language;

/// <summary>What the language features tell the editor unasked.</summary>
internal interface IEditor
{
    /// <summary>The problems of a document, in place of those told before.</summary>
    Task PublishAsync(string uri, int version, IReadOnlyList<Diagnostic> diagnostics);

    /// <summary>Code lenses and hints have changed: the editor may ask anew.</summary>
    Task RefreshAsync(CancellationToken cancel);
}
