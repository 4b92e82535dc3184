using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>GPT-Neo, e.g. the TinyStories models: GPT-2 with scores that are not scaled and windows in some layers.</summary>
internal static class GptNeoFamily
{
    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "gpt_neo",
        ModelType = "gpt_neo",
        FromConfig = FromConfig,
        HarmlessMembers = new HashSet<string>(StringComparer.Ordinal)
        {
            "embed_dropout", "resid_dropout", "summary_activation", "summary_first_dropout", "summary_proj_to_labels", "summary_type", "summary_use_proj",

            // Written out from attention_types.
            "attention_layers",
        },
    };

    private static WeightMap ConfigMap { get; } = new()
    {
        Bases = ["transformer.", string.Empty],
        LayerPrefix = "h.{0}.",
        Model = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Embedding] = "wte.weight",
            [WeightSlot.PositionEmbedding] = "wpe.weight",
            [WeightSlot.FinalNormGain] = "ln_f.weight",
            [WeightSlot.FinalNormShift] = "ln_f.bias",
            [WeightSlot.Unembedding] = "lm_head.weight",
        },
        Layer = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Ln1Gain] = "ln_1.weight",
            [WeightSlot.Ln1Shift] = "ln_1.bias",
            [WeightSlot.Query] = "attn.attention.q_proj.weight",
            [WeightSlot.Key] = "attn.attention.k_proj.weight",
            [WeightSlot.Value] = "attn.attention.v_proj.weight",
            [WeightSlot.Output] = "attn.attention.out_proj.weight",
            [WeightSlot.OutputBias] = "attn.attention.out_proj.bias",
            [WeightSlot.Ln2Gain] = "ln_2.weight",
            [WeightSlot.Ln2Shift] = "ln_2.bias",
            [WeightSlot.In] = "mlp.c_fc.weight",
            [WeightSlot.InBias] = "mlp.c_fc.bias",
            [WeightSlot.Out] = "mlp.c_proj.weight",
            [WeightSlot.OutBias] = "mlp.c_proj.bias",
        },
        Buffers = [".attn.attention.bias", ".attn.attention.masked_bias"],
    };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        const int usualWindow = 256;
        var width = config.Size("hidden_size");
        var allHeads = config.Size("num_heads");
        var (heads, kvHeads, headWidth) = SharedSettings.HeadsOf(config, width, allHeads, "num_heads", allHeads, null);
        var layers = config.LayerCount("num_layers");
        var window = config.Size("window_size", usualWindow);
        var kinds = KindsOf(config, layers);
        var spec = new ModelSpec
        {
            Family = "gpt_neo",
            Layers = layers,
            Width = width,
            Heads = heads,
            KvHeads = kvHeads,
            HeadWidth = headWidth,
            FfWidth = config.Size("intermediate_size", 4 * width),
            Vocabulary = config.Size("vocab_size"),
            Context = config.Size("max_position_embeddings", 2048),
            Norm = NormKind.Layer,
            NormEpsilon = config.Positive("layer_norm_epsilon", 1e-5),
            Activation = SharedSettings.ActivationOf(config, "activation_function", "gelu_new"),
            Gated = false,
            AttentionScale = 1,
            Windows = SharedSettings.Windows(layers, window, layer => kinds[layer] == "local"),
            Tied = config.Flag("tie_word_embeddings", true),
        };
        return new FamilyReading(spec, ConfigMap) { PositionRows = spec.Context };
    }

    /// <summary><c>global</c> or <c>local</c> for each layer.</summary>
    private static IReadOnlyList<string> KindsOf(ConfigSettings config, int layers)
    {
        const string name = "attention_types";
        var kinds = config.RepeatedTexts(name, layers) ?? throw config.Missing(name);
        if (kinds.FirstOrDefault(kind => kind is not ("global" or "local")) is { } unknown)
        {
            throw config.Refused(name, $"\"{unknown}\" in a layer");
        }

        return kinds.Count == layers ? kinds : throw config.Bad(name, $"a list for {kinds.Count} layers, where there are {layers}");
    }
}
