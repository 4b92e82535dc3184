using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>
/// Gemma 3, text: Gemma 2 with norms on queries and keys instead of caps, and in the layers with a window another rotation than in the
/// others. Checkpoints with a vision part are refused.
/// </summary>
internal static class Gemma3Family
{
    private const int UsualHeadWidth = 256;
    private const int UsualWindow = 4096;
    private const int UsualPattern = 6;
    private const double UsualBase = 1_000_000;
    private const double UsualWindowBase = 10_000;

    /// <summary>Layers of the largest Gemma 3, as of <see cref="Gemma2Family"/>.</summary>
    private const int LayersOfLargest = 62;

    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "gemma3",
        ModelType = "gemma3_text",
        Architecture = "gemma3",
        FromConfig = FromConfig,
        FromGguf = FromGguf,
        HarmlessMembers = new HashSet<string>(StringComparer.Ordinal) { "hidden_act" },
    };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        config.OnlyFlag("attention_bias", false);
        var parameters = config.Inner("rope_parameters");
        var schema = Gemma2Family.Schema with
        {
            Rotary = (_, headWidth) => RotaryReader.FromObject(
                parameters is null ? config.Inner("rope_scaling") : parameters.Inner("full_attention"), headWidth, config.Positive("rope_theta", UsualBase)),
        };
        var spec = schema.Read(config, "gemma3");
        var near = RotaryReader.FromObject(parameters?.Inner("sliding_attention"), spec.HeadWidth, config.Positive("rope_local_base_freq", UsualWindowBase));
        if (parameters?.Unread(new HashSet<string>()) is [var unknown, ..])
        {
            throw parameters.Refused(unknown, "a member that is not known");
        }

        var pattern = config.OptionalSize("sliding_window_pattern") ?? config.OptionalSize("_sliding_window_pattern") ?? UsualPattern;
        var windows = SharedSettings.WindowsByType(
            config, spec.Layers, config.Size("sliding_window", UsualWindow), layer => (layer + 1) % pattern != 0);
        spec = spec with
        {
            AttentionScale = 1 / Math.Sqrt(config.Positive("query_pre_attn_scalar", UsualHeadWidth)),
            LogitCap = config.OptionalPositive("final_logit_softcapping"),
            EmbeddingScale = Math.Sqrt(spec.Width),
            Windows = windows,
            LayerRotaries = [.. windows.Select(window => window is null ? spec.Rotary : near)],
        };
        var map = Gemma2Family.ConfigMap.WithLayer(
            (WeightSlot.QueryNormGain, new TensorRule("self_attn.q_norm.weight") { Add = 1 }),
            (WeightSlot.KeyNormGain, new TensorRule("self_attn.k_norm.weight") { Add = 1 }));
        return new FamilyReading(spec, map);
    }

    /// <summary>Gains are whole here, and the frequencies under the window are never scaled.</summary>
    private static FamilyReading FromGguf(GgufSettings keys)
    {
        const string windowName = "attention.sliding_window";
        var spec = GgufSchema.Gated(keys, "gemma3");
        var near = RotaryReader.FromObject(null, spec.HeadWidth, keys.Positive("rope.freq_base_swa", UsualWindowBase));
        const string patternName = $"{windowName}_pattern";
        var pattern = keys.Value(patternName) is string list ? throw keys.Refused(patternName, list) : keys.Size(patternName, UsualPattern);
        int? window = keys.OptionalCount(windowName) is > 0 and var length ? length : null;
        var windows = SharedSettings.Windows(spec.Layers, window, layer => (layer + 1) % pattern != 0);
        spec = spec with
        {
            Activation = Activation.GeluTanh,
            AttentionScale = Gemma2Family.ScaleFromGguf(keys, spec, LayersOfLargest),
            LogitCap = keys.OptionalPositive("final_logit_softcapping"),
            EmbeddingScale = Math.Sqrt(spec.Width),
            Windows = windows,
            LayerRotaries = [.. windows.Select(sliding => sliding is null ? spec.Rotary : near)],
        };
        var map = Gemma2Family.GgufMap.WithLayer(
            (WeightSlot.QueryNormGain, "attn_q_norm.weight"),
            (WeightSlot.KeyNormGain, "attn_k_norm.weight"));
        return new FamilyReading(spec, map);
    }
}
