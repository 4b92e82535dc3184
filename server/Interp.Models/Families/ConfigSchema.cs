using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>
/// How a family spells in config.json what every model has, and what holds where a setting is absent: as Llama does, but where the family says
/// otherwise.
/// </summary>
internal sealed record ConfigSchema
{
    /// <summary>Models with layer norms, biases and no gate, whose query heads have a key and a value each.</summary>
    public static ConfigSchema LayerNorms { get; } = new()
    {
        KvHeads = null,
        HeadWidth = null,
        Norm = NormKind.Layer,
        Epsilon = "layer_norm_eps",
        UsualEpsilon = 1e-5,
        UsualActivation = "gelu",
        Gated = false,
    };

    /// <summary>D.</summary>
    public string Width { get; init; } = "hidden_size";

    /// <summary>L.</summary>
    public string Layers { get; init; } = "num_hidden_layers";

    /// <summary>H.</summary>
    public string Heads { get; init; } = "num_attention_heads";

    /// <summary>G; null where it is always H.</summary>
    public string? KvHeads { get; init; } = "num_key_value_heads";

    /// <summary>Null for H.</summary>
    public int? UsualKvHeads { get; init; }

    /// <summary>K; null where it is always D / H.</summary>
    public string? HeadWidth { get; init; } = "head_dim";

    /// <summary>Null for D / H.</summary>
    public int? UsualHeadWidth { get; init; }

    /// <summary>F.</summary>
    public string FfWidth { get; init; } = "intermediate_size";

    /// <summary>F / D; null where F must be there.</summary>
    public int? UsualFfRatio { get; init; }

    /// <summary>Longest prompt in tokens.</summary>
    public string Context { get; init; } = "max_position_embeddings";

    /// <summary>Null where it must be there.</summary>
    public int? UsualContext { get; init; }

    public NormKind Norm { get; init; } = NormKind.Rms;

    /// <summary>Epsilon of the norms; null where it is always the usual one.</summary>
    public string? Epsilon { get; init; } = "rms_norm_eps";

    public double UsualEpsilon { get; init; } = 1e-6;

    public string Activation { get; init; } = "hidden_act";

    public string UsualActivation { get; init; } = "silu";

    public bool Gated { get; init; } = true;

    /// <summary>Reads the rotation, given K; null where positions are learned.</summary>
    public Func<ConfigSettings, int, RotarySpec>? Rotary { get; init; } = (config, headWidth) => RotaryReader.FromConfig(config, headWidth);

    public bool UsuallyTied { get; init; }

    /// <summary>The specification of a model of <paramref name="family"/>, but for what is the family's own.</summary>
    public ModelSpec Read(ConfigSettings config, string family)
    {
        var width = config.Size(Width);
        var allHeads = config.Size(Heads);
        var stored = KvHeads is null ? null : config.SizeOrNone(KvHeads, UsualKvHeads);
        var given = HeadWidth is null ? null : config.OptionalSize(HeadWidth) ?? UsualHeadWidth;
        var (heads, kvHeads, headWidth) = SharedSettings.HeadsOf(config, width, allHeads, KvHeads ?? Heads, stored ?? allHeads, given);
        return new ModelSpec
        {
            Family = family,
            Layers = config.LayerCount(Layers),
            Width = width,
            Heads = heads,
            KvHeads = kvHeads,
            HeadWidth = headWidth,
            FfWidth = config.Size(FfWidth, UsualFfRatio * width),
            Vocabulary = config.Size("vocab_size"),
            Context = config.Size(Context, UsualContext),
            Norm = Norm,
            NormEpsilon = Epsilon is null ? UsualEpsilon : config.Positive(Epsilon, UsualEpsilon),
            Activation = SharedSettings.ActivationOf(config, Activation, UsualActivation),
            Gated = Gated,
            Rotary = Rotary?.Invoke(config, headWidth),
            AttentionScale = 1 / Math.Sqrt(headWidth),
            Tied = config.Flag("tie_word_embeddings", UsuallyTied),
        };
    }
}
