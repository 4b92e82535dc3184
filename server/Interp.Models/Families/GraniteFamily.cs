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
        FromConfig = FromConfig,
    };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        var spec = DecoderSettings.FromConfig(config, "granite");
        var branch = (float)config.Positive("residual_multiplier", 1);
        var divisor = config.Positive("logits_scaling", 1);
        spec = spec with
        {
            AttentionScale = config.Positive("attention_multiplier", 1),
            EmbeddingScale = config.Positive("embedding_multiplier", 1),
        };
        var map = LlamaFamily.WithBiases(config, LlamaFamily.ConfigMap);
        var scaled = new[] { WeightSlot.Output, WeightSlot.OutputBias, WeightSlot.Out, WeightSlot.OutBias }
            .Where(map.Layer.ContainsKey)
            .Select(slot => (slot, map.Layer[slot] with { Scale = branch }))
            .ToArray();
        map = map.WithLayer(scaled).WithModel((WeightSlot.FinalNormGain, map.Model[WeightSlot.FinalNormGain] with { Scale = (float)(1 / divisor) }));
        return new FamilyReading(spec, map);
    }
}
