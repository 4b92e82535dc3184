using Interp.Models.Formats;
using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>
/// Rotary frequencies from settings. Pair i of n turns by base^(-i/n) a position; scalings are those of transformers:
/// <c>default</c>, <c>linear</c>, <c>dynamic</c> and <c>llama3</c>. Others are refused by name.
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
        var frequencies = Unscaled(dimensions, nestedBase ?? flatBase ?? usualBase);
        if (scaling is not null)
        {
            Scale(scaling, frequencies);
        }

        return new RotarySpec { Dimensions = dimensions, Frequencies = frequencies };
    }

    /// <summary>A rotation of whole heads with a base of its own and a scaling, or none.</summary>
    /// <param name="scaling">Its object, whose own base comes first; null = no scaling.</param>
    /// <param name="headWidth">K.</param>
    /// <param name="theta">The base where <paramref name="scaling"/> has none.</param>
    public static RotarySpec FromObject(ConfigSettings? scaling, int headWidth, double theta)
    {
        var frequencies = Unscaled(headWidth, scaling?.OptionalPositive("rope_theta") ?? theta);
        if (scaling is not null)
        {
            scaling.OnlyNumber("partial_rotary_factor", 1);
            Scale(scaling, frequencies);
        }

        return new RotarySpec { Dimensions = headWidth, Frequencies = frequencies };
    }

    /// <summary>From the keys of GGUF; <c>rope_freqs.weight</c> holds divisors of the frequencies.</summary>
    public static RotarySpec FromGguf(GgufSettings keys, int headWidth)
    {
        var dimensions = keys.Size("rope.dimension_count", headWidth);
        if (dimensions > headWidth || dimensions % 2 != 0)
        {
            throw keys.Bad("rope.dimension_count", $"{dimensions}, where heads are {headWidth} wide");
        }

        var frequencies = Unscaled(dimensions, keys.Positive("rope.freq_base", UsualBase));
        var type = keys.Text("rope.scaling.type") ?? "none";
        var factor = keys.OptionalPositive("rope.scaling.factor") ?? keys.OptionalPositive("rope.scale_linear");
        if (type == "linear" || (type == "none" && !keys.Has("rope.scaling.type")))
        {
            Multiply(frequencies, 1 / (factor ?? 1));
        }
        else if (type != "none")
        {
            throw keys.Refused("rope.scaling.type", $"\"{type}\"");
        }

        if ((keys.Tensor("rope_factors_long.weight") ?? keys.Tensor("rope_factors_short.weight")) is { } factors)
        {
            throw ModelProblems.Unsupported(
                keys.Path, $"its rotary positions are scaled by \"{factors.Name}\" for long prompts", "Use a variant for short prompts (4k).");
        }

        if (keys.Tensor("rope_freqs.weight") is { } divisors)
        {
            Divide(frequencies, divisors);
        }

        return new RotarySpec { Dimensions = dimensions, Frequencies = frequencies };
    }

    private static int Dimensions(ConfigSettings config, int headWidth, double share)
    {
        var dimensions = (int)(headWidth * share);
        return share is > 0 and <= 1 && dimensions > 0 && dimensions % 2 == 0
            ? dimensions
            : throw ModelProblems.Damaged(config.Path, $"rotary positions turn {dimensions} of the {headWidth} entries of a head, no even number of them");
    }

    private static double[] Unscaled(int dimensions, double theta)
    {
        var frequencies = new double[dimensions / 2];
        for (var pair = 0; pair < frequencies.Length; pair++)
        {
            frequencies[pair] = Math.Pow(theta, -2.0 * pair / dimensions);
        }

        return frequencies;
    }

    private static string TypeOf(ConfigSettings scaling) => scaling.Text("rope_type") ?? scaling.Text("type") ?? "default";

    private static void Scale(ConfigSettings scaling, double[] frequencies)
    {
        var type = TypeOf(scaling);
        switch (type)
        {
            case "default":
                break;
            case "linear":
                Multiply(frequencies, 1 / scaling.Positive("factor"));
                break;
            case "dynamic" when !scaling.Has(TrainedLength):

                // The base grows with prompts longer than the context; none is.
                scaling.Positive("factor");
                break;
            case "llama3":
                ScaleByWavelength(scaling, frequencies);
                break;
            default:
                throw ModelProblems.Unsupported(
                    scaling.Path, $"its rotary positions are scaled by \"{type}\"", "Served are default, linear, dynamic without another trained length, and llama3.");
        }

        if (scaling.Unread(Harmless) is [var unknown, ..])
        {
            throw scaling.Refused(unknown, $"a member of {type} scaling that is not known");
        }
    }

    /// <summary>Llama 3: short waves stay, long ones are slowed by the factor, those between are blended.</summary>
    private static void ScaleByWavelength(ConfigSettings scaling, double[] frequencies)
    {
        var factor = scaling.Positive("factor");
        var low = scaling.Positive("low_freq_factor");
        var high = scaling.Positive("high_freq_factor");
        var trained = scaling.Size(TrainedLength);
        if (high <= low)
        {
            throw scaling.Bad("high_freq_factor", "not above low_freq_factor");
        }

        for (var pair = 0; pair < frequencies.Length; pair++)
        {
            var waves = trained * frequencies[pair] / (2 * Math.PI);
            var kept = Math.Clamp((waves - low) / (high - low), 0, 1);
            frequencies[pair] *= kept + ((1 - kept) / factor);
        }
    }

    private static void Multiply(double[] frequencies, double by)
    {
        for (var pair = 0; pair < frequencies.Length; pair++)
        {
            frequencies[pair] *= by;
        }
    }

    private static void Divide(double[] frequencies, StoredTensor divisors)
    {
        if (divisors.Count != frequencies.Length || divisors.Type.Read is not { } read)
        {
            throw ModelProblems.Damaged(
                divisors.File.Path, $"\"{divisors.Name}\" is {divisors.Type.Name} {divisors.ShapeText} where {frequencies.Length} divisors belong");
        }

        var values = new float[frequencies.Length];
        read(divisors.File.Bytes(divisors.Offset, (int)divisors.Bytes), values);
        for (var pair = 0; pair < frequencies.Length; pair++)
        {
            frequencies[pair] = values[pair] > 0 && float.IsFinite(values[pair])
                ? frequencies[pair] / values[pair]
                : throw ModelProblems.Damaged(divisors.File.Path, $"\"{divisors.Name}\" holds {values[pair]:R}, by which no frequency can be divided");
        }
    }
}
