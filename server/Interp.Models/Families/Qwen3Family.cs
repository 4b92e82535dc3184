using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>Qwen 3: Llama with a norm on the queries and keys of each head.</summary>
internal static class Qwen3Family
{
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
        var spec = new ConfigSchema { UsualHeadWidth = 128, UsualKvHeads = 32 }.Read(config, "qwen3");
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
        return new FamilyReading(GgufSchema.Gated(keys, "qwen3"), map);
    }
}
