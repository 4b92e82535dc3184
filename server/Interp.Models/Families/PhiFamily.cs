using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>Phi 1, 1.5 and 2: both branches read one layer norm in parallel, rotary positions on a part of each head, biases everywhere, in the head, too.</summary>
internal static class PhiFamily
{
    private const double UsualShare = 0.5;

    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "phi",
        ModelType = "phi",
        FromConfig = FromConfig,
        HarmlessMembers = new HashSet<string>(StringComparer.Ordinal) { "resid_pdrop", "embd_pdrop" },
    };

    private static WeightMap ConfigMap { get; } = new()
    {
        Bases = ["model.", string.Empty],
        LayerPrefix = "layers.{0}.",
        Model = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Embedding] = "embed_tokens.weight",
            [WeightSlot.FinalNormGain] = "final_layernorm.weight",
            [WeightSlot.FinalNormShift] = "final_layernorm.bias",
            [WeightSlot.Unembedding] = "lm_head.weight",
            [WeightSlot.UnembeddingBias] = "lm_head.bias",
        },
        Layer = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Ln1Gain] = "input_layernorm.weight",
            [WeightSlot.Ln1Shift] = "input_layernorm.bias",
            [WeightSlot.Ln2Gain] = "input_layernorm.weight",
            [WeightSlot.Ln2Shift] = "input_layernorm.bias",
            [WeightSlot.Query] = "self_attn.q_proj.weight",
            [WeightSlot.QueryBias] = "self_attn.q_proj.bias",
            [WeightSlot.Key] = "self_attn.k_proj.weight",
            [WeightSlot.KeyBias] = "self_attn.k_proj.bias",
            [WeightSlot.Value] = "self_attn.v_proj.weight",
            [WeightSlot.ValueBias] = "self_attn.v_proj.bias",
            [WeightSlot.Output] = "self_attn.dense.weight",
            [WeightSlot.OutputBias] = "self_attn.dense.bias",
            [WeightSlot.In] = "mlp.fc1.weight",
            [WeightSlot.InBias] = "mlp.fc1.bias",
            [WeightSlot.Out] = "mlp.fc2.weight",
            [WeightSlot.OutBias] = "mlp.fc2.bias",
        },
        Buffers = [".rotary_emb.inv_freq"],
    };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        config.OnlyFlag("qk_layernorm", false);
        var share = config.OptionalPositive("partial_rotary_factor") ?? UsualShare;
        var schema = ConfigSchema.LayerNorms with
        {
            KvHeads = "num_key_value_heads",
            UsualActivation = "gelu_new",
            Rotary = (_, headWidth) => RotaryReader.FromConfig(config, headWidth, share: share),
        };
        return new FamilyReading(schema.Read(config, "phi") with { Order = BlockOrder.Parallel }, ConfigMap);
    }
}
