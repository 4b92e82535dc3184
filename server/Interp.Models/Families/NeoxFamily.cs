using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>GPT-NeoX and Pythia: layer norms, rotary positions on a part of each head, parallel branches, biases, no gate.</summary>
internal static class NeoxFamily
{
    private const double UsualShare = 0.25;

    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "gpt_neox",
        ModelType = "gpt_neox",
        Architecture = "gptneox",
        FromConfig = FromConfig,
        FromGguf = FromGguf,
    };

    private static WeightMap ConfigMap { get; } = new()
    {
        Bases = ["gpt_neox.", string.Empty],
        LayerPrefix = "layers.{0}.",
        Model = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Embedding] = "embed_in.weight",
            [WeightSlot.FinalNormGain] = "final_layer_norm.weight",
            [WeightSlot.FinalNormShift] = "final_layer_norm.bias",
            [WeightSlot.Unembedding] = "embed_out.weight",
        },
        Layer = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Ln1Gain] = "input_layernorm.weight",
            [WeightSlot.Ln1Shift] = "input_layernorm.bias",
            [WeightSlot.Ln2Gain] = "post_attention_layernorm.weight",
            [WeightSlot.Ln2Shift] = "post_attention_layernorm.bias",
            [WeightSlot.Query] = Fused("attention.query_key_value.weight", FusedPart.Query),
            [WeightSlot.Key] = Fused("attention.query_key_value.weight", FusedPart.Key),
            [WeightSlot.Value] = Fused("attention.query_key_value.weight", FusedPart.Value),
            [WeightSlot.Output] = "attention.dense.weight",
            [WeightSlot.In] = "mlp.dense_h_to_4h.weight",
            [WeightSlot.InBias] = "mlp.dense_h_to_4h.bias",
            [WeightSlot.Out] = "mlp.dense_4h_to_h.weight",
            [WeightSlot.OutBias] = "mlp.dense_4h_to_h.bias",
        },
        Buffers = [".attention.bias", ".attention.masked_bias", ".rotary_emb.inv_freq"],
    };

    private static (WeightSlot Slot, TensorRule Rule)[] AttentionBiases { get; } =
    [
        (WeightSlot.QueryBias, Fused("attention.query_key_value.bias", FusedPart.Query)),
        (WeightSlot.KeyBias, Fused("attention.query_key_value.bias", FusedPart.Key)),
        (WeightSlot.ValueBias, Fused("attention.query_key_value.bias", FusedPart.Value)),
        (WeightSlot.OutputBias, "attention.dense.bias"),
    ];

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        var spec = (ConfigSchema.LayerNorms with { Rotary = RotaryOf }).Read(config, "gpt_neox") with { Order = OrderOf(config) };
        return new FamilyReading(spec, config.Flag("attention_bias", true) ? ConfigMap.WithLayer(AttentionBiases) : ConfigMap);
    }

    /// <summary>Base and share have older names of their own; where the usual ones stand beside them, they must agree.</summary>
    private static RotarySpec RotaryOf(ConfigSettings config, int headWidth)
    {
        const string olderBase = "rotary_emb_base";
        const string newerBase = "rope_theta";
        const string newerShare = "partial_rotary_factor";
        var share = config.OptionalPositive("rotary_pct") ?? config.OptionalPositive(newerShare) ?? UsualShare;
        config.OnlyNumber(newerShare, share);
        if (!config.Has(olderBase))
        {
            return RotaryReader.FromConfig(config, headWidth, newerBase, share);
        }

        config.OnlyNumber(newerBase, config.Positive(olderBase));
        return RotaryReader.FromConfig(config, headWidth, olderBase, share);
    }

    /// <summary>The format does not say the activation; the models were trained with the exact form.</summary>
    private static FamilyReading FromGguf(GgufSettings keys) => new(
        GgufSchema.LayerNorms(keys, "gpt_neox", Activation.GeluErf, rotary: true) with { Order = OrderOf(keys) },
        Gpt2Family.GgufMap.WithoutModel(WeightSlot.PositionEmbedding));

    private static BlockOrder OrderOf(Formats.SettingsReader settings) =>
        settings.Flag("use_parallel_residual", true) ? BlockOrder.Parallel : BlockOrder.Pre;

    private static TensorRule Fused(string name, FusedPart part) => new(name) { Part = part, ByGroup = true };
}
