using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>StarCoder 2: layer norms, rotary positions, grouped queries, biases, no gate, a window in every layer where one is given.</summary>
internal static class Starcoder2Family
{
    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "starcoder2",
        ModelType = "starcoder2",
        FromConfig = FromConfig,
        HarmlessMembers = new HashSet<string>(StringComparer.Ordinal) { "residual_dropout", "embedding_dropout" },
    };

    private static WeightMap ConfigMap { get; } = new()
    {
        Bases = ["model.", string.Empty],
        LayerPrefix = "layers.{0}.",
        Model = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Embedding] = "embed_tokens.weight",
            [WeightSlot.FinalNormGain] = "norm.weight",
            [WeightSlot.FinalNormShift] = "norm.bias",
            [WeightSlot.Unembedding] = "lm_head.weight",
        },
        Layer = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Ln1Gain] = "input_layernorm.weight",
            [WeightSlot.Ln1Shift] = "input_layernorm.bias",
            [WeightSlot.Query] = "self_attn.q_proj.weight",
            [WeightSlot.Key] = "self_attn.k_proj.weight",
            [WeightSlot.Value] = "self_attn.v_proj.weight",
            [WeightSlot.Output] = "self_attn.o_proj.weight",
            [WeightSlot.Ln2Gain] = "post_attention_layernorm.weight",
            [WeightSlot.Ln2Shift] = "post_attention_layernorm.bias",
            [WeightSlot.In] = "mlp.c_fc.weight",
            [WeightSlot.Out] = "mlp.c_proj.weight",
        },
        Buffers = [".rotary_emb.inv_freq"],
    };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        config.OnlyText("mlp_type", "default");
        config.OnlyText("norm_type", "layer_norm");
        var schema = ConfigSchema.LayerNorms with
        {
            KvHeads = "num_key_value_heads",
            UsualKvHeads = 2,
            Epsilon = "norm_epsilon",
            UsualActivation = "gelu_pytorch_tanh",
            UsuallyTied = true,
        };
        var spec = schema.Read(config, "starcoder2");
        spec = spec with { Windows = SharedSettings.Windows(spec.Layers, config.OptionalSize("sliding_window"), _ => true) };
        var map = !config.Flag("use_bias", true) ? ConfigMap : ConfigMap.WithLayer(
        [
            .. LlamaFamily.AttentionBiases,
            (WeightSlot.InBias, "mlp.c_fc.bias"),
            (WeightSlot.OutBias, "mlp.c_proj.bias"),
        ]);
        return new FamilyReading(spec, map);
    }
}
