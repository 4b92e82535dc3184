using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>Qwen 2 and 2.5: Llama with biases on queries, keys and values, and a window in upper layers where it is switched on.</summary>
internal static class Qwen2Family
{
    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "qwen2",
        ModelType = "qwen2",
        Architecture = "qwen2",
        FromConfig = FromConfig,
        FromGguf = FromGguf,
    };

    /// <summary>Qwen's windows: off unless <c>use_sliding_window</c>, then in the layers from <c>max_window_layers</c> on.</summary>
    internal static IReadOnlyList<int?> Windows(ConfigSettings config, int layers)
    {
        const int usualWindow = 4096;
        const int usualFirst = 28;
        var window = config.SizeOrNone("sliding_window", usualWindow);
        var first = config.OptionalCount("max_window_layers") ?? usualFirst;
        return SharedSettings.WindowsByType(config, layers, config.Flag("use_sliding_window", false) ? window : null, layer => layer >= first);
    }

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        var spec = new ConfigSchema { UsualKvHeads = 32 }.Read(config, "qwen2");
        var map = LlamaFamily.ConfigMap.WithLayer(
            (WeightSlot.QueryBias, "self_attn.q_proj.bias"),
            (WeightSlot.KeyBias, "self_attn.k_proj.bias"),
            (WeightSlot.ValueBias, "self_attn.v_proj.bias"));
        return new FamilyReading(spec with { Windows = Windows(config, spec.Layers) }, map);
    }

    private static FamilyReading FromGguf(GgufSettings keys)
    {
        var map = LlamaFamily.GgufMap.WithLayer(
            (WeightSlot.QueryBias, "attn_q.bias"),
            (WeightSlot.KeyBias, "attn_k.bias"),
            (WeightSlot.ValueBias, "attn_v.bias"));
        return new FamilyReading(GgufSchema.Gated(keys, "qwen2"), map);
    }
}
