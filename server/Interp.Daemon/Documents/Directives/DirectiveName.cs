namespace Interp.Daemon.Documents;

/// <summary>The directives of a document.</summary>
public enum DirectiveName
{
    Model,
    Target,
    Contrast,
    Position,
    Lens,
    Layers,
    Top,
    Provider,
    Precision,
    Edits,
    Expect,
    Set,
    Note,
}
