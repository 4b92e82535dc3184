using Interp.Models.Formats;
using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>
/// YaRN (Peng et al. 2023) as transformers 5 and llama.cpp compute it: pairs that turn often within the trained length stay, those that
/// turn less than once are slowed by the factor, those between are blended; sine and cosine are enlarged.
/// </summary>
internal static class YarnScaling
{
    private const double UsualFast = 32;
    private const double UsualSlow = 1;

    /// <summary>From the scaling object of config.json.</summary>
    public static RotarySpec FromConfig(ConfigSettings scaling, ConfigSettings config, RotarySpec plain, double theta)
    {
        var context = config.Size("max_position_embeddings");
        var trained = RotaryReader.TrainedLengthOf(scaling, config) ?? context;
        var ratio = (double)context / trained;
        var factor = scaling.OptionalPositive("factor") ?? ratio;
        if (trained != context && factor != ratio)
        {
            config.Warnings.Add($"yarnFactor: \"{scaling.FullName("factor")}\" is {factor:R}, the lengths give {ratio:R}; the former is used, as transformers 5 does");
        }

        var scale = scaling.OptionalPositive("mscale");
        var scaleOfAll = scaling.OptionalPositive("mscale_all_dim");
        var magnitude = scaling.OptionalPositive("attention_factor")
            ?? (scale is { } one && scaleOfAll is { } all ? Magnitude(factor, one) / Magnitude(factor, all) : Magnitude(factor, 1));
        var range = new Turns(scaling.Positive("beta_fast", UsualFast), scaling.Positive("beta_slow", UsualSlow), scaling.Flag("truncate", true));
        return plain with { Frequencies = Blended(plain, theta, factor, trained, range), Magnitude = magnitude };
    }

    /// <summary>From the keys of GGUF.</summary>
    public static RotarySpec FromGguf(GgufSettings keys, RotarySpec plain, double theta, double factor)
    {
        keys.OnlyNumber("rope.scaling.yarn_ext_factor", 1);
        var trained = keys.OptionalSize("rope.scaling.original_context_length") ?? keys.Size("context_length");
        var range = new Turns(keys.Positive("rope.scaling.yarn_beta_fast", UsualFast), keys.Positive("rope.scaling.yarn_beta_slow", UsualSlow), IsWhole: true);
        var enlarged = (keys.OptionalPositive("rope.scaling.attn_factor") ?? 1) * (keys.OptionalPositive("rope.scaling.yarn_attn_factor") ?? 1);
        return plain with { Frequencies = Blended(plain, theta, factor, trained, range), Magnitude = enlarged * Magnitude(factor, 1) };
    }

    private static double[] Blended(RotarySpec plain, double theta, double factor, int trained, Turns turns)
    {
        var (first, last) = (PairThatTurns(turns.Fast), PairThatTurns(turns.Slow));
        if (turns.IsWhole)
        {
            (first, last) = (Math.Floor(first), Math.Ceiling(last));
        }

        (first, last) = (Math.Max(first, 0), Math.Min(last, plain.Dimensions - 1));
        const double leastWidth = 0.001;
        var width = first == last ? leastWidth : last - first;
        return [.. plain.Frequencies.Select((frequency, pair) =>
        {
            var slowed = Math.Clamp((pair - first) / width, 0, 1);
            return frequency * (1 - slowed + (slowed / factor));
        })];

        // The pair, as a real number, that turns so many times within the trained length.
        double PairThatTurns(double times) => plain.Dimensions * Math.Log(trained / (times * 2 * Math.PI)) / (2 * Math.Log(theta));
    }

    private static double Magnitude(double factor, double scale) => factor <= 1 ? 1 : (0.1 * scale * Math.Log(factor)) + 1;

    /// <summary>Between which turns within the trained length pairs are blended, and whether the range is widened to whole pairs.</summary>
    private readonly record struct Turns(double Fast, double Slow, bool IsWhole);
}
