using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>Gemma 2: norms around both branches, gains stored less 1, capped scores and logits, a window in every second layer.</summary>
internal static class Gemma2Family
{
    private const int UsualHeadWidth = 256;
    private const int UsualWindow = 4096;
    private const double UsualScoreCap = 50;
    private const double UsualLogitCap = 30;

    /// <summary>Layers of the largest Gemma 2, whose scores alone are scaled by D / H in GGUF readers.</summary>
    private const int LayersOfLargest = 46;

    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "gemma2",
        ModelType = "gemma2",
        Architecture = "gemma2",
        FromConfig = FromConfig,
        FromGguf = FromGguf,

        // Transformers reads hidden_activation and leaves this older spelling alone.
        HarmlessMembers = new HashSet<string>(StringComparer.Ordinal) { "hidden_act" },
    };

    /// <summary>Settings of config.json, shared with Gemma 3.</summary>
    internal static ConfigSchema Schema { get; } = new()
    {
        UsualHeadWidth = UsualHeadWidth,
        UsualKvHeads = 4,
        Activation = "hidden_activation",
        UsualActivation = "gelu_pytorch_tanh",
        UsuallyTied = true,
    };

    /// <summary>Names in checkpoints of transformers, shared with Gemma 3.</summary>
    internal static WeightMap ConfigMap { get; } = LlamaFamily.ConfigMap.WithLayer(
        (WeightSlot.Ln1Gain, LessOne("input_layernorm.weight")),
        (WeightSlot.AttentionBranchNormGain, LessOne("post_attention_layernorm.weight")),
        (WeightSlot.Ln2Gain, LessOne("pre_feedforward_layernorm.weight")),
        (WeightSlot.FeedForwardBranchNormGain, LessOne("post_feedforward_layernorm.weight")))
        .WithModel((WeightSlot.FinalNormGain, LessOne("norm.weight")));

    /// <summary>Names in GGUF, whose gains are whole, shared with Gemma 3.</summary>
    internal static WeightMap GgufMap { get; } = LlamaFamily.GgufMap.WithLayer(
        (WeightSlot.AttentionBranchNormGain, "post_attention_norm.weight"),
        (WeightSlot.FeedForwardBranchNormGain, "post_ffw_norm.weight"));

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        config.OnlyFlag("attention_bias", false);
        var spec = Schema.Read(config, "gemma2");
        var window = config.SizeOrNone("sliding_window", UsualWindow);
        config.OnlyNumber("sliding_window_size", window ?? spec.Context);
        spec = spec with
        {
            AttentionScale = 1 / Math.Sqrt(config.Positive("query_pre_attn_scalar", UsualHeadWidth)),
            ScoreCap = config.PositiveOrNone("attn_logit_softcapping", UsualScoreCap),
            LogitCap = config.PositiveOrNone("final_logit_softcapping", UsualLogitCap),
            EmbeddingScale = Math.Sqrt(spec.Width),
            Windows = SharedSettings.WindowsByType(config, spec.Layers, window, Slides),
        };
        return new FamilyReading(spec, ConfigMap);
    }

    private static FamilyReading FromGguf(GgufSettings keys)
    {
        var spec = GgufSchema.Gated(keys, "gemma2");
        var window = keys.OptionalSize("attention.sliding_window") ?? UsualWindow;
        spec = spec with
        {
            Activation = Activation.GeluTanh,
            AttentionScale = ScaleFromGguf(keys, spec, LayersOfLargest),
            ScoreCap = keys.Positive("attn_logit_softcapping", UsualScoreCap),
            LogitCap = keys.Positive("final_logit_softcapping", UsualLogitCap),
            EmbeddingScale = Math.Sqrt(spec.Width),
            Windows = SharedSettings.Windows(spec.Layers, window, Slides),
        };
        return new FamilyReading(spec, GgufMap);
    }

    /// <summary>What scores are multiplied by: GGUF has a key that its converter does not write; readers know the largest model by its layers.</summary>
    internal static double ScaleFromGguf(GgufSettings keys, ModelSpec spec, int layersOfLargest) =>
        keys.OptionalPositive("attention.scale") ?? 1 / Math.Sqrt(spec.Layers == layersOfLargest ? spec.Width / spec.Heads : spec.HeadWidth);

    private static bool Slides(int layer) => layer % 2 == 0;

    private static TensorRule LessOne(string name) => new(name) { Add = 1 };
}
