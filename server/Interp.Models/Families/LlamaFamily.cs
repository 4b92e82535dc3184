using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>Llama: RMS norms, rotary positions, grouped queries, gated feed-forward. SmolLM2, TinyLlama and Llama 1 to 3 are of this family.</summary>
internal static class LlamaFamily
{
    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "llama",
        ModelType = "llama",
        Architecture = "llama",
        FromConfig = FromConfig,
        FromGguf = FromGguf,
    };

    /// <summary>Names in checkpoints of transformers, shared with the families that follow Llama.</summary>
    internal static WeightMap ConfigMap { get; } = new()
    {
        Bases = ["model.", string.Empty],
        LayerPrefix = "layers.{0}.",
        Model = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Embedding] = "embed_tokens.weight",
            [WeightSlot.FinalNormGain] = "norm.weight",
            [WeightSlot.Unembedding] = "lm_head.weight",
        },
        Layer = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Ln1Gain] = "input_layernorm.weight",
            [WeightSlot.Query] = "self_attn.q_proj.weight",
            [WeightSlot.Key] = "self_attn.k_proj.weight",
            [WeightSlot.Value] = "self_attn.v_proj.weight",
            [WeightSlot.Output] = "self_attn.o_proj.weight",
            [WeightSlot.Ln2Gain] = "post_attention_layernorm.weight",
            [WeightSlot.In] = "mlp.gate_proj.weight",
            [WeightSlot.Up] = "mlp.up_proj.weight",
            [WeightSlot.Out] = "mlp.down_proj.weight",
        },
        Buffers = [".rotary_emb.inv_freq"],
    };

    /// <summary>What <c>attention_bias</c> adds.</summary>
    internal static (WeightSlot Slot, TensorRule Rule)[] AttentionBiases { get; } =
    [
        (WeightSlot.QueryBias, "self_attn.q_proj.bias"),
        (WeightSlot.KeyBias, "self_attn.k_proj.bias"),
        (WeightSlot.ValueBias, "self_attn.v_proj.bias"),
        (WeightSlot.OutputBias, "self_attn.o_proj.bias"),
    ];

    /// <summary>Names in GGUF, shared with the families that follow Llama; they do not store rotary rows in pairs.</summary>
    internal static WeightMap GgufMap { get; } = new()
    {
        LayerPrefix = "blk.{0}.",
        Model = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Embedding] = "token_embd.weight",
            [WeightSlot.FinalNormGain] = "output_norm.weight",
            [WeightSlot.Unembedding] = "output.weight",
        },
        Layer = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Ln1Gain] = "attn_norm.weight",
            [WeightSlot.Query] = "attn_q.weight",
            [WeightSlot.Key] = "attn_k.weight",
            [WeightSlot.Value] = "attn_v.weight",
            [WeightSlot.Output] = "attn_output.weight",
            [WeightSlot.Ln2Gain] = "ffn_norm.weight",
            [WeightSlot.In] = "ffn_gate.weight",
            [WeightSlot.Up] = "ffn_up.weight",
            [WeightSlot.Out] = "ffn_down.weight",
        },
        Buffers = ["rope_freqs.weight", LongRopeScaling.ShortName, LongRopeScaling.LongName, ".attn_rot_embd"],
    };

    /// <summary>
    /// As <see cref="GgufMap"/>, for the families whose converter interleaves the two rotary halves of each query and key head; biases where the
    /// file has them.
    /// </summary>
    internal static WeightMap PairedGgufMap { get; } = GgufMap.WithLayer(
        (WeightSlot.Query, new TensorRule("attn_q.weight") { RotaryPairs = true }),
        (WeightSlot.Key, new TensorRule("attn_k.weight") { RotaryPairs = true }),
        (WeightSlot.QueryBias, new TensorRule("attn_q.bias") { RotaryPairs = true, Optional = true }),
        (WeightSlot.KeyBias, new TensorRule("attn_k.bias") { RotaryPairs = true, Optional = true }),
        (WeightSlot.ValueBias, new TensorRule("attn_v.bias") { Optional = true }),
        (WeightSlot.OutputBias, new TensorRule("attn_output.bias") { Optional = true }),
        (WeightSlot.InBias, new TensorRule("ffn_gate.bias") { Optional = true }),
        (WeightSlot.UpBias, new TensorRule("ffn_up.bias") { Optional = true }),
        (WeightSlot.OutBias, new TensorRule("ffn_down.bias") { Optional = true }));

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        var spec = new ConfigSchema().Read(config, "llama");
        return new FamilyReading(spec, WithBiases(config, ConfigMap));
    }

    /// <summary>The map with the biases that <c>attention_bias</c> and <c>mlp_bias</c> announce.</summary>
    internal static WeightMap WithBiases(ConfigSettings config, WeightMap map)
    {
        if (config.Flag("attention_bias", false))
        {
            map = map.WithLayer(AttentionBiases);
        }

        if (config.Flag("mlp_bias", false))
        {
            map = map.WithLayer(
                (WeightSlot.InBias, "mlp.gate_proj.bias"),
                (WeightSlot.UpBias, "mlp.up_proj.bias"),
                (WeightSlot.OutBias, "mlp.down_proj.bias"));
        }

        return map;
    }

    private static FamilyReading FromGguf(GgufSettings keys) => new(GgufSchema.Gated(keys, "llama"), PairedGgufMap);
}
