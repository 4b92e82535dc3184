using Interp.Models.Formats;
using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>
/// LongRoPE (Ding et al. 2024) as Phi-3 and Phi-4 have it: each pair is slowed by a factor of its own. There are two lists, one for prompts up
/// to the trained length and one for longer ones. The former is served, so the context ends at the trained length.
/// </summary>
internal static class LongRopeScaling
{
    public const string ShortName = "rope_factors_short.weight";
    public const string LongName = "rope_factors_long.weight";

    /// <summary>From the scaling object of config.json.</summary>
    public static RotarySpec FromConfig(ConfigSettings scaling, ConfigSettings config, RotarySpec plain)
    {
        var context = config.Size("max_position_embeddings");
        var trained = RotaryReader.TrainedLengthOf(scaling, config) ?? context;
        var factors = FactorsOf(scaling, "short_factor", plain);
        FactorsOf(scaling, "long_factor", plain);
        var factor = scaling.OptionalPositive("factor") ?? (double)context / trained;
        var magnitude = scaling.OptionalPositive("attention_factor") ?? (factor <= 1 ? 1 : Math.Sqrt(1 + (Math.Log(factor) / Math.Log(trained))));
        return Scaled(plain, factors, magnitude, trained, context, config);
    }

    /// <summary>From the keys of GGUF and the tensor of the factors for short prompts.</summary>
    public static RotarySpec FromGguf(GgufSettings keys, RotarySpec plain, StoredTensor shortFactors)
    {
        keys.OnlyText("rope.scaling.type", "longrope");
        keys.OnlyNumber("rope.scaling.factor", 1);
        var factors = RotaryDivisors.Read(shortFactors, plain.Frequencies.Count);
        var magnitude = keys.Positive("rope.scaling.attn_factor", 1);
        return Scaled(plain, factors, magnitude, keys.Size("rope.scaling.original_context_length"), keys.Size("context_length"), keys);
    }

    private static RotarySpec Scaled(RotarySpec plain, float[] factors, double magnitude, int trained, int context, SettingsReader settings)
    {
        if (context > trained)
        {
            settings.Warnings.Add($"contextCut: prompts of more than {trained} tokens turn positions otherwise (longrope) and are refused; the model reads {context}");
        }

        return plain with
        {
            Frequencies = [.. plain.Frequencies.Zip(factors, (frequency, factor) => frequency / factor)],
            Magnitude = magnitude,
            LongestPrompt = trained,
        };
    }

    private static float[] FactorsOf(ConfigSettings scaling, string name, RotarySpec plain)
    {
        var factors = scaling.Numbers(name) ?? throw scaling.Missing(name);
        return factors.Count == plain.Frequencies.Count && factors.All(factor => RotaryDivisors.IsDivisor((float)factor))
            ? [.. factors.Select(factor => (float)factor)]
            : throw scaling.Bad(name, $"{factors.Count} numbers where {plain.Frequencies.Count} above 0 belong");
    }
}
