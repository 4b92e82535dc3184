using Interp.Models.Formats;
using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>
/// Rotary frequencies from settings. Pair i of n turns by base^(-i/n) a position; scalings are those of transformers:
/// <c>default</c>, <c>linear</c>, <c>dynamic</c>, <c>llama3</c>, <c>yarn</c> and <c>longrope</c>. Others are refused by name.
/// </summary>
internal static class RotaryReader
{
    private const double UsualBase = 10000;
    private const string TrainedLength = "original_max_position_embeddings";

    /// <summary>Members that a scaling object may have, whatever its type.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal) { "type", TrainedLength };

    /// <summary>
    /// From <c>rope_parameters</c> (transformers 5) or <c>rope_scaling</c> with the base beside it (before); the nested members win,
    /// with a warning where both are there and differ.
    /// </summary>
    /// <param name="config">config.json.</param>
    /// <param name="headWidth">K.</param>
    /// <param name="baseName">What the base is called at the top level.</param>
    /// <param name="share">Share of each head that is turned where rope_parameters does not say; null where the family turns all.</param>
    /// <param name="usualBase">The base where the file names none.</param>
    public static RotarySpec FromConfig(
        ConfigSettings config, int headWidth, string baseName = "rope_theta", double? share = null, double usualBase = UsualBase)
    {
        var newer = config.Inner("rope_parameters");
        var older = config.Inner("rope_scaling");
        var scaling = newer ?? older;
        var flatBase = config.OptionalPositive(baseName);
        var nestedBase = scaling?.OptionalPositive("rope_theta");
        if (flatBase is { } flat && nestedBase is { } nested && flat != nested)
        {
            config.Warnings.Add($"ropeTwice: \"{baseName}\" is {flat:R} and \"{scaling?.FullName("rope_theta")}\" is {nested:R}; the latter is used");
        }

        if (newer is not null && older is not null && TypeOf(newer) != TypeOf(older))
        {
            config.Warnings.Add("ropeTwice: \"rope_parameters\" and \"rope_scaling\" differ; the former is used");
        }

        if (share is null)
        {
            config.OnlyNumber("partial_rotary_factor", 1);
            scaling?.OnlyNumber("partial_rotary_factor", 1);
        }

        var dimensions = Dimensions(config, headWidth, scaling?.OptionalPositive("partial_rotary_factor") ?? share ?? 1);
        config.OnlyNumber("rotary_dim", dimensions);
        var plain = Unscaled(dimensions, nestedBase ?? flatBase ?? usualBase);
        return scaling is null ? plain : Scaled(plain, scaling, nestedBase ?? flatBase ?? usualBase, config);
    }

    /// <summary>A rotation of whole heads with a base of its own and a scaling, or none.</summary>
    /// <param name="scaling">Its object, whose own base comes first; null = no scaling.</param>
    /// <param name="headWidth">K.</param>
    /// <param name="theta">The base where <paramref name="scaling"/> has none.</param>
    public static RotarySpec FromObject(ConfigSettings? scaling, int headWidth, double theta)
    {
        var used = scaling?.OptionalPositive("rope_theta") ?? theta;
        var plain = Unscaled(headWidth, used);
        scaling?.OnlyNumber("partial_rotary_factor", 1);
        return scaling is null ? plain : Scaled(plain, scaling, used, null);
    }

    /// <summary>From the keys of GGUF; <c>rope_freqs.weight</c> holds divisors of the frequencies.</summary>
    public static RotarySpec FromGguf(GgufSettings keys, int headWidth)
    {
        var dimensions = keys.Size("rope.dimension_count", headWidth);
        if (dimensions > headWidth || dimensions % 2 != 0)
        {
            throw keys.Bad("rope.dimension_count", $"{dimensions}, where heads are {headWidth} wide");
        }

        var theta = keys.Positive("rope.freq_base", UsualBase);
        var plain = Unscaled(dimensions, theta);
        var divisors = keys.Tensor("rope_freqs.weight");
        var rotary = divisors is null ? plain : plain with { Frequencies = Divided(plain.Frequencies, RotaryDivisors.Read(divisors, dimensions / 2)) };
        if (keys.Tensor(LongRopeScaling.ShortName) is { } shortFactors)
        {
            return LongRopeScaling.FromGguf(keys, rotary, shortFactors);
        }

        if (keys.Tensor(LongRopeScaling.LongName) is { } factors)
        {
            throw ModelProblems.Unsupported(
                keys.Path, $"its rotary positions are scaled by \"{factors.Name}\" for long prompts only", "Use a variant for short prompts (4k).");
        }

        // Without a type a factor means what it meant before there were types.
        var type = keys.Text("rope.scaling.type") ?? "linear";
        return (type, keys.OptionalPositive("rope.scaling.factor") ?? keys.OptionalPositive("rope.scale_linear")) switch
        {
            ("yarn", { } factor) => YarnScaling.FromGguf(keys, rotary, theta, factor),
            ("linear", var factor) => rotary with { Frequencies = Multiplied(rotary.Frequencies, 1 / (factor ?? 1)) },
            ("none", _) => rotary,
            _ => throw keys.Refused("rope.scaling.type", $"\"{type}\""),
        };
    }

    /// <summary>The length that a model was trained with where a file says it: in the scaling or beside it; null where it says nothing.</summary>
    public static int? TrainedLengthOf(ConfigSettings scaling, ConfigSettings config)
    {
        var (inside, beside) = (scaling.OptionalSize(TrainedLength), config.OptionalSize(TrainedLength));
        return inside is null || beside is null || inside == beside ? inside ?? beside
            : throw config.Bad(TrainedLength, $"{beside}, and \"{scaling.FullName(TrainedLength)}\" {inside}");
    }

    private static int Dimensions(ConfigSettings config, int headWidth, double share)
    {
        var dimensions = (int)(headWidth * share);
        return share is > 0 and <= 1 && dimensions > 0 && dimensions % 2 == 0
            ? dimensions
            : throw ModelProblems.Damaged(config.Path, $"rotary positions turn {dimensions} of the {headWidth} entries of a head, no even number of them");
    }

    private static RotarySpec Unscaled(int dimensions, double theta) => new()
    {
        Dimensions = dimensions,
        Frequencies = [.. Enumerable.Range(0, dimensions / 2).Select(pair => Math.Pow(theta, -2.0 * pair / dimensions))],
    };

    private static string TypeOf(ConfigSettings scaling) => scaling.Text("rope_type") ?? scaling.Text("type") ?? "default";

    private static RotarySpec Scaled(RotarySpec plain, ConfigSettings scaling, double theta, ConfigSettings? whole)
    {
        var type = TypeOf(scaling);
        var scaled = (type, whole) switch
        {
            ("default", _) => plain,
            ("linear", _) => plain with { Frequencies = Multiplied(plain.Frequencies, 1 / scaling.Positive("factor")) },
            ("dynamic", _) when !scaling.Has(TrainedLength) => Dynamic(plain, scaling),
            ("llama3", _) => plain with { Frequencies = ScaledByWavelength(scaling, plain.Frequencies) },
            ("yarn", { } config) => YarnScaling.FromConfig(scaling, config, plain, theta),
            ("longrope" or "su", { } config) => LongRopeScaling.FromConfig(scaling, config, plain),
            _ => throw ModelProblems.Unsupported(
                scaling.Path,
                $"its rotary positions are scaled by \"{type}\"",
                "Served are default, linear, dynamic without another trained length, llama3, yarn and longrope; the last two where all layers share them."),
        };
        if (scaling.Unread(Harmless) is [var unknown, ..])
        {
            throw scaling.Refused(unknown, $"a member of {type} scaling that is not known");
        }

        return scaled;
    }

    /// <summary>The base grows with prompts longer than the context; none is.</summary>
    private static RotarySpec Dynamic(RotarySpec plain, ConfigSettings scaling)
    {
        scaling.Positive("factor");
        return plain;
    }

    /// <summary>Llama 3: short waves stay, long ones are slowed by the factor, those between are blended.</summary>
    private static double[] ScaledByWavelength(ConfigSettings scaling, IReadOnlyList<double> frequencies)
    {
        var factor = scaling.Positive("factor");
        var low = scaling.Positive("low_freq_factor");
        var high = scaling.Positive("high_freq_factor");
        var trained = scaling.Size(TrainedLength);
        if (high <= low)
        {
            throw scaling.Bad("high_freq_factor", "not above low_freq_factor");
        }

        return [.. frequencies.Select(frequency =>
        {
            var waves = trained * frequency / (2 * Math.PI);
            var kept = Math.Clamp((waves - low) / (high - low), 0, 1);
            return frequency * (kept + ((1 - kept) / factor));
        })];
    }

    private static double[] Multiplied(IReadOnlyList<double> frequencies, double by) => [.. frequencies.Select(frequency => frequency * by)];

    private static double[] Divided(IReadOnlyList<double> frequencies, float[] by) => [.. frequencies.Zip(by, (frequency, divisor) => frequency / divisor)];
}
