namespace Interp.Analysis.Contributions;

/// <summary>What a request leaves open.</summary>
internal sealed record PlanDefaults(string[] Levels, int Top, int Bottom, int Words, bool Reads)
{
    /// <summary>Those of contributions.</summary>
    public static PlanDefaults Contributions { get; } = new(LevelNames.Default, Top: 20, Bottom: 20, Words: 0, Reads: false);

    /// <summary>Those of explain.</summary>
    public static PlanDefaults Explain { get; } = new([LevelNames.Layers, LevelNames.Heads, LevelNames.FfNeurons], Top: 6, Bottom: 4, Words: 3, Reads: true);
}
