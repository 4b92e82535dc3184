using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>Qwen 3: Llama with a norm on the queries and keys of each head.</summary>
internal static class Qwen3Family
{
    private const int UsualHeadWidth = 128;
    private const int UsualKvHeads = 32;

    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "qwen3",
        ModelType = "qwen3",
        Architecture = "qwen3",
        FromConfig = FromConfig,
        FromGguf = FromGguf,
    };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        var spec = DecoderSettings.FromConfig(config, "qwen3", headWidth: UsualHeadWidth, kvHeads: UsualKvHeads);
        var map = LlamaFamily.ConfigMap.WithLayer(
            (WeightSlot.QueryNormGain, "self_attn.q_norm.weight"),
            (WeightSlot.KeyNormGain, "self_attn.k_norm.weight"));
        if (config.Flag("attention_bias", false))
        {
            map = map.WithLayer(LlamaFamily.AttentionBiases);
        }

        return new FamilyReading(spec with { Windows = Qwen2Family.Windows(config, spec.Layers) }, map);
    }

    private static FamilyReading FromGguf(GgufSettings keys)
    {
        var map = LlamaFamily.GgufMap.WithLayer(
            (WeightSlot.QueryNormGain, "attn_q_norm.weight"),
            (WeightSlot.KeyNormGain, "attn_k_norm.weight"));
        return new FamilyReading(DecoderSettings.FromGguf(keys, "qwen3"), map);
    }
}
