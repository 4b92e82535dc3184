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
        var schema = ConfigSchema.LayerNorms with
        {
            FfWidth = "ffn_dim",
            Epsilon = null, // torch's own: the configuration has no member for it
            Activation = "activation_function",
            UsualActivation = "relu",
            Rotary = null,
            UsuallyTied = true,
        };
        var spec = schema.Read(config, "opt") with { PositionOffset = PositionOffset };
        config.OnlyNumber("word_embed_proj_dim", spec.Width);
        var map = !config.Flag("enable_bias", true) ? ConfigMap : ConfigMap.WithLayer(
            (WeightSlot.QueryBias, "self_attn.q_proj.bias"),
            (WeightSlot.KeyBias, "self_attn.k_proj.bias"),
            (WeightSlot.ValueBias, "self_attn.v_proj.bias"),
            (WeightSlot.OutputBias, "self_attn.out_proj.bias"),
            (WeightSlot.InBias, "fc1.bias"),
            (WeightSlot.OutBias, "fc2.bias"));
        return new FamilyReading(spec, map) { PositionRows = spec.Context + PositionOffset };
    }
}
