namespace Interp.Contracts;

/// <summary>What a model is. What it lacks is absent.</summary>
public sealed record ModelInfo
{
    public required string Name { get; init; }
    public required string Family { get; init; }

    /// <summary>Of the <c>.gguf</c>; of a folder: of the lines <c>NAME SHA256</c> of config.json and each weight file, names ascending.</summary>
    public string? Sha256 { get; init; }

    /// <summary>L.</summary>
    public int Layers { get; init; }

    /// <summary>D.</summary>
    public int Width { get; init; }

    /// <summary>H.</summary>
    public int Heads { get; init; }

    /// <summary>G.</summary>
    public int KvHeads { get; init; }

    /// <summary>K.</summary>
    public int HeadWidth { get; init; }

    /// <summary>F.</summary>
    public int? FfWidth { get; init; }

    /// <summary>V.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Longest prompt in tokens.</summary>
    public int Context { get; init; }

    /// <summary><c>pre</c>, <c>parallel</c> or <c>post</c>.</summary>
    public required string Order { get; init; }
}
