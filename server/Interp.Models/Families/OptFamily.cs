using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>
/// OPT: layer norms, learned positions that begin at row 2, biases, ReLU. The variant with a narrow embedding and norms after the
/// branches (350m) is refused.
/// </summary>
internal static class OptFamily
{
    /// <summary>Rows of the position embedding before that of position 0.</summary>
    private const int PositionOffset = 2;

    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "opt",
        ModelType = "opt",
        FromConfig = FromConfig,
        HarmlessMembers = new HashSet<string>(StringComparer.Ordinal) { "activation_dropout" },
    };

    private static WeightMap ConfigMap { get; } = new()
    {
        Bases = ["model.decoder.", "decoder.", string.Empty],
        LayerPrefix = "layers.{0}.",
        Model = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Embedding] = "embed_tokens.weight",
            [WeightSlot.PositionEmbedding] = "embed_positions.weight",
            [WeightSlot.FinalNormGain] = "final_layer_norm.weight",
            [WeightSlot.FinalNormShift] = "final_layer_norm.bias",
            [WeightSlot.Unembedding] = "lm_head.weight",
        },
        Layer = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Ln1Gain] = "self_attn_layer_norm.weight",
            [WeightSlot.Ln1Shift] = "self_attn_layer_norm.bias",
            [WeightSlot.Query] = "self_attn.q_proj.weight",
            [WeightSlot.Key] = "self_attn.k_proj.weight",
            [WeightSlot.Value] = "self_attn.v_proj.weight",
            [WeightSlot.Output] = "self_attn.out_proj.weight",
            [WeightSlot.Ln2Gain] = "final_layer_norm.weight",
            [WeightSlot.Ln2Shift] = "final_layer_norm.bias",
            [WeightSlot.In] = "fc1.weight",
            [WeightSlot.Out] = "fc2.weight",
        },
        Buffers = ["decoder.version"],
    };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        config.OnlyFlag("do_layer_norm_before", true);
        config.OnlyFlag("_remove_final_layer_norm", false);
        config.OnlyFlag("layer_norm_elementwise_affine", true);
        var width = config.Size("hidden_size");
        config.OnlyNumber("word_embed_proj_dim", width);
        var allHeads = config.Size("num_attention_heads");
        var (heads, kvHeads, headWidth) = SharedSettings.HeadsOf(config, width, allHeads, "num_attention_heads", allHeads, null);
        var context = config.Size("max_position_embeddings");
        var spec = new ModelSpec
        {
            Family = "opt",
            Layers = config.LayerCount("num_hidden_layers"),
            Width = width,
            Heads = heads,
            KvHeads = kvHeads,
            HeadWidth = headWidth,
            FfWidth = config.Size("ffn_dim"),
            Vocabulary = config.Size("vocab_size"),
            Context = context,
            PositionOffset = PositionOffset,
            Norm = NormKind.Layer,
            NormEpsilon = 1e-5, // torch's own: the configuration has no member for it
            Activation = SharedSettings.ActivationOf(config, "activation_function", "relu"),
            Gated = false,
            AttentionScale = 1 / Math.Sqrt(headWidth),
            Tied = config.Flag("tie_word_embeddings", true),
        };
        var map = !config.Flag("enable_bias", true) ? ConfigMap : ConfigMap.WithLayer(
            (WeightSlot.QueryBias, "self_attn.q_proj.bias"),
            (WeightSlot.KeyBias, "self_attn.k_proj.bias"),
            (WeightSlot.ValueBias, "self_attn.v_proj.bias"),
            (WeightSlot.OutputBias, "self_attn.out_proj.bias"),
            (WeightSlot.InBias, "fc1.bias"),
            (WeightSlot.OutBias, "fc2.bias"));
        return new FamilyReading(spec, map) { PositionRows = context + PositionOffset };
    }
}
