using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>OLMo 2: Llama with its norms behind the branches instead of before them, and norms over all queries and all keys.</summary>
internal static class Olmo2Family
{
    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "olmo2",
        ModelType = "olmo2",
        Architecture = "olmo2",
        FromConfig = FromConfig,
        FromGguf = FromGguf,
    };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        var spec = new ConfigSchema { UsualEpsilon = 1e-5 }.Read(config, "olmo2");
        var map = LlamaFamily.ConfigMap.WithoutLayer(WeightSlot.Ln1Gain, WeightSlot.Ln2Gain).WithLayer(
            (WeightSlot.AttentionBranchNormGain, "post_attention_layernorm.weight"),
            (WeightSlot.FeedForwardBranchNormGain, "post_feedforward_layernorm.weight"),
            (WeightSlot.QueryNormGain, "self_attn.q_norm.weight"),
            (WeightSlot.KeyNormGain, "self_attn.k_norm.weight"));
        return new FamilyReading(Normed(spec), config.Flag("attention_bias", false) ? map.WithLayer(LlamaFamily.AttentionBiases) : map);
    }

    private static FamilyReading FromGguf(GgufSettings keys)
    {
        // OLMo 3 has this name too; it differs by its windows.
        if (keys.OptionalCount("attention.sliding_window") is > 0 and var window)
        {
            throw keys.Refused("attention.sliding_window", $"{window}");
        }

        var map = LlamaFamily.GgufMap.WithoutLayer(WeightSlot.Ln1Gain, WeightSlot.Ln2Gain).WithLayer(
            (WeightSlot.AttentionBranchNormGain, "post_attention_norm.weight"),
            (WeightSlot.FeedForwardBranchNormGain, "post_ffw_norm.weight"),
            (WeightSlot.QueryNormGain, "attn_q_norm.weight"),
            (WeightSlot.KeyNormGain, "attn_k_norm.weight"));
        return new FamilyReading(Normed(GgufSchema.Gated(keys, "olmo2")), map);
    }

    private static ModelSpec Normed(ModelSpec spec) => spec with { InputNorms = false, JointHeadNorms = true };
}
