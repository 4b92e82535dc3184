namespace Interp.Daemon.Documents;

/// <summary>How a document's text is read.</summary>
public enum DocumentKind
{
    /// <summary>Blocks with directives and prompts.</summary>
    Interp,

    /// <summary>Markdown: each fence named <c>interp</c> is a document of its own.</summary>
    Markdown,

    /// <summary>The whole text is one prompt, verbatim.</summary>
    Prompt,
}
