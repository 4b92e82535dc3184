using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>The first Gemma: Llama with wide heads, gains stored less 1, a scaled embedding and GELU gates.</summary>
internal static class GemmaFamily
{
    private const string Tanh = "gelu_pytorch_tanh";

    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "gemma",
        ModelType = "gemma",
        Architecture = "gemma",
        FromConfig = FromConfig,
        FromGguf = FromGguf,
    };

    private static WeightMap ConfigMap { get; } = LlamaFamily.ConfigMap.WithLayer(
        (WeightSlot.Ln1Gain, new TensorRule("input_layernorm.weight") { Add = 1 }),
        (WeightSlot.Ln2Gain, new TensorRule("post_attention_layernorm.weight") { Add = 1 }))
        .WithModel((WeightSlot.FinalNormGain, new TensorRule("norm.weight") { Add = 1 }));

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        // Releases of transformers read the older name, the newer one, or put the tanh form in place of "gelu": only what all read alike is served.
        var older = config.Text("hidden_act") ?? Tanh;
        var newer = config.Text("hidden_activation") ?? older;
        if (older != newer || older == "gelu")
        {
            throw config.Refused("hidden_act", $"\"{older}\"", $"which releases of transformers read in different ways; set both hidden_act and hidden_activation to {Tanh}");
        }

        var spec = new ConfigSchema { UsualHeadWidth = 256, UsualKvHeads = 16, UsualActivation = Tanh, UsuallyTied = true }.Read(config, "gemma");
        var map = config.Flag("attention_bias", false) ? ConfigMap.WithLayer(LlamaFamily.AttentionBiases) : ConfigMap;
        return new FamilyReading(spec with { EmbeddingScale = Math.Sqrt(spec.Width) }, map);
    }

    private static FamilyReading FromGguf(GgufSettings keys)
    {
        var spec = GgufSchema.Gated(keys, "gemma");
        return new FamilyReading(spec with { Activation = Activation.GeluTanh, EmbeddingScale = Math.Sqrt(spec.Width) }, LlamaFamily.GgufMap);
    }
}
