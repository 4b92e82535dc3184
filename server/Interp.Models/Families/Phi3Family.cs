using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>Phi-3 and Phi-4: Llama with queries, keys and values in one tensor and gate and up in another.</summary>
internal static class Phi3Family
{
    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "phi3",
        ModelType = "phi3",
        Architecture = "phi3",
        FromConfig = FromConfig,
        FromGguf = FromGguf,
        HarmlessMembers = new HashSet<string>(StringComparer.Ordinal) { "resid_pdrop", "embd_pdrop", "original_max_position_embeddings" },
    };

    private static WeightMap ConfigMap { get; } = LlamaFamily.ConfigMap.WithLayer(
        (WeightSlot.Query, new TensorRule("self_attn.qkv_proj.weight") { Part = FusedPart.Query }),
        (WeightSlot.Key, new TensorRule("self_attn.qkv_proj.weight") { Part = FusedPart.Key }),
        (WeightSlot.Value, new TensorRule("self_attn.qkv_proj.weight") { Part = FusedPart.Value }),
        (WeightSlot.In, new TensorRule("mlp.gate_up_proj.weight") { Part = FusedPart.Gate }),
        (WeightSlot.Up, new TensorRule("mlp.gate_up_proj.weight") { Part = FusedPart.Up }));

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        config.OnlyFlag("attention_bias", false);
        config.OnlyFlag("mlp_bias", false);
        var share = config.OptionalPositive("partial_rotary_factor") ?? 1;
        var spec = new ConfigSchema { UsualEpsilon = 1e-5, Rotary = (_, headWidth) => RotaryReader.FromConfig(config, headWidth, share: share) }.Read(config, "phi3");
        var window = config.OptionalSize("sliding_window");
        return new FamilyReading(spec with { Windows = SharedSettings.Windows(spec.Layers, window, _ => true) }, ConfigMap);
    }

    private static FamilyReading FromGguf(GgufSettings keys)
    {
        const string fused = "attn_qkv.weight";
        const string both = "ffn_up.weight";
        var map = LlamaFamily.GgufMap.WithLayer(
            (WeightSlot.In, new TensorRule(both) { Part = FusedPart.Gate }),
            (WeightSlot.Up, new TensorRule(both) { Part = FusedPart.Up }));
        if (keys.Tensor($"blk.0.{fused}") is not null)
        {
            map = map.WithLayer(
                (WeightSlot.Query, new TensorRule(fused) { Part = FusedPart.Query }),
                (WeightSlot.Key, new TensorRule(fused) { Part = FusedPart.Key }),
                (WeightSlot.Value, new TensorRule(fused) { Part = FusedPart.Value }));
        }

        return new FamilyReading(GgufSchema.Gated(keys, "phi3"), map);
    }
}
