using Interp.Models.Formats;
using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>Settings that several families spell alike.</summary>
internal static class SharedSettings
{
    /// <summary>Bounds that keep sums of sizes within 32 bits; no model comes near.</summary>
    private const int WidestHead = 1 << 16;
    private const int WidestHeads = 1 << 28;

    private static readonly Dictionary<string, Activation> Activations = new(StringComparer.Ordinal)
    {
        ["silu"] = Activation.Silu,
        ["swish"] = Activation.Silu,
        ["gelu"] = Activation.GeluErf,
        ["gelu_python"] = Activation.GeluErf,
        ["gelu_new"] = Activation.GeluTanh,
        ["gelu_pytorch_tanh"] = Activation.GeluTanh,

        // sqrt(2/pi) written out to ten digits: the tanh form to 4e-12.
        ["gelu_fast"] = Activation.GeluTanh,
        ["relu"] = Activation.Relu,
    };

    /// <summary>The activation that <paramref name="name"/> gives, <paramref name="otherwise"/> where absent.</summary>
    public static Activation ActivationOf(ConfigSettings config, string name, string otherwise)
    {
        var spelled = config.Text(name) ?? otherwise;
        return Activations.TryGetValue(spelled, out var activation) ? activation : throw ModelProblems.Unsupported(
            config.Path, $"\"{name}\" is the activation \"{spelled}\", which is not known", $"Served are {string.Join(", ", Activations.Keys)}.");
    }

    /// <summary>Refuses what would make the model another kind of thing, whatever its family.</summary>
    public static void RefuseOtherKinds(ConfigSettings config, Family family)
    {
        foreach (var name in new[] { "quantization_config", "compression_config", "quantization" })
        {
            if (config.Inner(name) is { } packed)
            {
                var method = packed.Text("quant_method") ?? packed.Text("format") ?? "an unnamed method";
                throw ModelProblems.Unsupported(config.Path, $"its weights are packed by {method} (\"{name}\")", "Use the unpacked checkpoint, or a GGUF file.");
            }
        }

        config.OnlyFlag("is_encoder_decoder", false);
        config.OnlyFlag("add_cross_attention", false);
        config.OnlyFlag("is_causal", !family.IsEncoder);
        config.OnlyFlag("use_bidirectional_attention", family.IsEncoder);
        config.OnlyFlag("rope_interleaved", false);
        config.OnlyFlag("use_mrope", false);
        if (config.Inner("pruned_heads")?.Names.Any() ?? false)
        {
            throw config.Refused("pruned_heads", "not empty");
        }

        foreach (var experts in new[] { "num_local_experts", "num_experts", "n_routed_experts" })
        {
            if (config.OptionalCount(experts) is > 1 and var count)
            {
                throw ModelProblems.Unsupported(config.Path, $"it has {count} experts a layer (\"{experts}\")", "Use a model without experts.");
            }
        }
    }

    /// <summary>As <see cref="RefuseOtherKinds(ConfigSettings, Family)"/>, for GGUF.</summary>
    public static void RefuseOtherKinds(GgufSettings keys, Family family)
    {
        if (keys.OptionalCount("expert_count") is > 0 and var count)
        {
            throw ModelProblems.Unsupported(keys.Path, $"it has {count} experts a layer (\"{keys.FullName("expert_count")}\")", "Use a model without experts.");
        }

        keys.OnlyFlag("attention.causal", !family.IsEncoder);
    }

    /// <summary>Whether <c>architectures</c> names a class with a vocabulary head; null where it is absent.</summary>
    public static bool? ClaimsHead(ConfigSettings config)
    {
        string[] withHead = ["ForCausalLM", "LMHeadModel", "ForMaskedLM", "ForPreTraining"];
        return config.Texts("architectures") is [_, ..] names ? names.Any(name => withHead.Any(end => name.EndsWith(end, StringComparison.Ordinal))) : null;
    }

    /// <summary>The window of each layer where <paramref name="slides"/> says that it has one.</summary>
    public static IReadOnlyList<int?> Windows(int layers, int? window, Func<int, bool> slides) => window is null
        ? []
        : [.. Enumerable.Range(0, layers).Select(layer => slides(layer) ? window : null)];

    /// <summary>The window of each layer by <c>layer_types</c>, or as <paramref name="slides"/> says where the list is absent.</summary>
    public static IReadOnlyList<int?> WindowsByType(ConfigSettings config, int layers, int? window, Func<int, bool> slides)
    {
        const string name = "layer_types";
        if (config.Texts(name) is not { } types)
        {
            return Windows(layers, window, slides);
        }

        if (types.Count != layers)
        {
            throw config.Bad(name, $"a list of {types.Count} for {layers} layers");
        }

        if (types.FirstOrDefault(type => type is not ("full_attention" or "sliding_attention")) is { } unknown)
        {
            throw config.Refused(name, $"\"{unknown}\" in a layer");
        }

        return window is null && types.Contains("sliding_attention")
            ? throw config.Refused(name, "\"sliding_attention\" in a layer", "and the settings give no window")
            : Windows(layers, window, layer => types[layer] == "sliding_attention");
    }

    /// <summary>H, G and K with their conditions: G divides H, and H divides D unless K is given.</summary>
    public static (int Heads, int KvHeads, int HeadWidth) HeadsOf(SettingsReader settings, int width, int heads, string kvName, int kvHeads, int? headWidth)
    {
        if (kvHeads > heads || heads % kvHeads != 0)
        {
            throw settings.Bad(kvName, $"{kvHeads}, which does not divide the {heads} query heads");
        }

        if (headWidth is null && width % heads != 0)
        {
            throw ModelProblems.Damaged(settings.Path, $"{heads} heads do not divide the width {width}, and no head width is given");
        }

        var each = headWidth ?? width / heads;
        return each <= WidestHead && (long)heads * each <= WidestHeads ? (heads, kvHeads, each)
            : throw ModelProblems.Damaged(settings.Path, $"it has {heads} heads of width {each}, more than any model");
    }
}
