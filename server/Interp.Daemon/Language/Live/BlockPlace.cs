using Interp.Daemon.Documents;

namespace Interp.Daemon.Language;

/// <summary>A block of an open document.</summary>
internal sealed record BlockPlace(OpenDocument Document, PromptBlock Block)
{
    /// <summary>What holds where the block says nothing; the server's settings fill the rest.</summary>
    public BlockContext Context => new() { Folder = Document.Folder };
}
