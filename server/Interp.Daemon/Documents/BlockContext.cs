namespace Interp.Daemon.Documents;

/// <summary>What holds for a block where it says nothing itself.</summary>
public sealed record BlockContext
{
    /// <summary>The document's folder, which paths in it are relative to; null leaves them as they are.</summary>
    public string? Folder { get; init; }

    /// <summary>Null is the model that comes with the program.</summary>
    public string? Model { get; init; }

    public string? Provider { get; init; }

    public string? Precision { get; init; }
}
