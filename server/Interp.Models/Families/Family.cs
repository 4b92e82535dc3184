using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>What a family makes of a checkpoint's settings.</summary>
/// <param name="Spec">The model but for its weights.</param>
/// <param name="Map">Where the weights are.</param>
internal sealed record FamilyReading(ModelSpec Spec, WeightMap Map)
{
    /// <summary>Rows of the learned position embedding, where there is one.</summary>
    public int PositionRows { get; init; }

    /// <summary>Whether the settings name a class of models with a vocabulary head; null where they do not say.</summary>
    public bool? ClaimsHead { get; init; }
}

/// <summary>A family of models: how its settings are read and where its weights are, for each format.</summary>
internal sealed record Family
{
    /// <summary>Name as users know it.</summary>
    public required string Name { get; init; }

    /// <summary><c>model_type</c> in config.json.</summary>
    public required string ModelType { get; init; }

    /// <summary><c>general.architecture</c> in GGUF; null where the format has none that is read.</summary>
    public string? Architecture { get; init; }

    /// <summary>Every position sees every other; in all other families only those before it.</summary>
    public bool IsEncoder { get; init; }

    /// <summary>Reads config.json.</summary>
    public required Func<ConfigSettings, FamilyReading> FromConfig { get; init; }

    /// <summary>Reads the keys of a GGUF file.</summary>
    public Func<GgufSettings, FamilyReading>? FromGguf { get; init; }

    /// <summary>Members of config.json that change no number of a forward pass of this family, besides <see cref="HarmlessSettings.Config"/>.</summary>
    public IReadOnlySet<string> HarmlessMembers { get; init; } = new HashSet<string>();

    /// <summary>Keys of GGUF that change no number of this family, besides <see cref="HarmlessSettings.Gguf"/>.</summary>
    public IReadOnlySet<string> HarmlessKeys { get; init; } = new HashSet<string>();
}
