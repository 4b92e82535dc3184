namespace Interp.Analysis.Contributions;

/// <summary>Levels as requests and results spell them.</summary>
internal static class LevelNames
{
    public const string Layers = "layers";
    public const string Biases = "biases";
    public const string Heads = "heads";
    public const string HeadPositions = "headPositions";
    public const string FfNeurons = "ffNeurons";
    public const string AttentionUnits = "attentionUnits";
    public const string AttentionNeurons = "attentionNeurons";

    /// <summary>All, in the order of results.</summary>
    public static string[] All { get; } = [Layers, Biases, Heads, HeadPositions, FfNeurons, AttentionUnits, AttentionNeurons];

    /// <summary>What contributions are asked for without a choice.</summary>
    public static string[] Default { get; } = [Layers, Biases, Heads, FfNeurons, AttentionNeurons];
}
