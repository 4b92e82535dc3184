using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>
/// Granite: Llama with multipliers. What scales a branch is read into its output matrix, what divides the logits into the gain of the final
/// norm, so that parts and taps add up as in other models.
/// </summary>
internal static class GraniteFamily
{
    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "granite",
        ModelType = "granite",
        Architecture = "granite",
        FromConfig = FromConfig,
        FromGguf = FromGguf,
    };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        var spec = new ConfigSchema().Read(config, "granite") with
        {
            AttentionScale = config.Positive("attention_multiplier", 1),
            EmbeddingScale = config.Positive("embedding_multiplier", 1),
        };
        var map = LlamaFamily.WithBiases(config, LlamaFamily.ConfigMap);
        return new FamilyReading(spec, Scaled(map, config.Positive("residual_multiplier", 1), config.Positive("logits_scaling", 1)));
    }

    private static FamilyReading FromGguf(GgufSettings keys)
    {
        // For this family the key says whether there are positions at all.
        keys.OnlyFlag("rope.scaling.finetuned", true);
        var spec = GgufSchema.Gated(keys, "granite") with { EmbeddingScale = keys.Positive("embedding_scale", 1) };
        return new FamilyReading(spec, Scaled(LlamaFamily.PairedGgufMap, keys.Positive("residual_scale", 1), keys.Positive("logit_scale", 1)));
    }

    /// <summary>The map with a scale on what branches write and a divisor on what the unembedding reads.</summary>
    private static WeightMap Scaled(WeightMap map, double branch, double divisor)
    {
        var scaled = new[] { WeightSlot.Output, WeightSlot.OutputBias, WeightSlot.Out, WeightSlot.OutBias }
            .Where(map.Layer.ContainsKey)
            .Select(slot => (slot, map.Layer[slot] with { Scale = (float)branch }))
            .ToArray();
        return map.WithLayer(scaled).WithModel((WeightSlot.FinalNormGain, map.Model[WeightSlot.FinalNormGain] with { Scale = (float)(1 / divisor) }));
    }
}
