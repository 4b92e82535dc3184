using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>Settings of gated decoders with RMS norms and rotary positions, as Llama spells them and its followers do.</summary>
internal static class DecoderSettings
{
    /// <summary>From config.json.</summary>
    /// <param name="config">The file.</param>
    /// <param name="family">Name of the family.</param>
    /// <param name="tied">What <c>tie_word_embeddings</c> is where absent.</param>
    /// <param name="headWidth">What <c>head_dim</c> is where absent; null for D / H.</param>
    /// <param name="kvHeads">What <c>num_key_value_heads</c> is where absent; null for H.</param>
    /// <param name="activation">Where the activation is named, and what it is where absent.</param>
    /// <param name="rotary">Reads the rotation, given K; null as Llama spells it.</param>
    public static ModelSpec FromConfig(
        ConfigSettings config,
        string family,
        bool tied = false,
        int? headWidth = null,
        int? kvHeads = null,
        (string Name, string Otherwise)? activation = null,
        Func<int, RotarySpec>? rotary = null)
    {
        const double usualEpsilon = 1e-6;
        var (activationName, usualActivation) = activation ?? ("hidden_act", "silu");
        var width = config.Size("hidden_size");
        var allHeads = config.Size("num_attention_heads");
        const string kvName = "num_key_value_heads";
        var (heads, groups, each) = SharedSettings.HeadsOf(
            config, width, allHeads, kvName, config.SizeOrNone(kvName, kvHeads) ?? allHeads, config.OptionalSize("head_dim") ?? headWidth);
        return new ModelSpec
        {
            Family = family,
            Layers = config.LayerCount("num_hidden_layers"),
            Width = width,
            Heads = heads,
            KvHeads = groups,
            HeadWidth = each,
            FfWidth = config.Size("intermediate_size"),
            Vocabulary = config.Size("vocab_size"),
            Context = config.Size("max_position_embeddings"),
            Norm = NormKind.Rms,
            NormEpsilon = config.Positive("rms_norm_eps", usualEpsilon),
            Activation = SharedSettings.ActivationOf(config, activationName, usualActivation),
            Gated = true,
            Rotary = rotary?.Invoke(each) ?? RotaryReader.FromConfig(config, each),
            AttentionScale = 1 / Math.Sqrt(each),
            Tied = config.Flag("tie_word_embeddings", tied),
        };
    }

    /// <summary>From the keys of GGUF.</summary>
    public static ModelSpec FromGguf(GgufSettings keys, string family)
    {
        var width = keys.Size("embedding_length");
        var allHeads = keys.SizeOfEveryLayer("attention.head_count");
        var (heads, kvHeads, headWidth) = SharedSettings.HeadsOf(
            keys, width, allHeads, "attention.head_count_kv", keys.SizeOfEveryLayer("attention.head_count_kv", allHeads), keys.OptionalSize("attention.key_length"));
        keys.OnlyNumber("attention.value_length", headWidth);
        int? window = keys.OptionalCount("attention.sliding_window") is > 0 and var length ? length : null;
        var layers = keys.LayerCount("block_count");
        return new ModelSpec
        {
            Family = family,
            Layers = layers,
            Width = width,
            Heads = heads,
            KvHeads = kvHeads,
            HeadWidth = headWidth,
            FfWidth = keys.SizeOfEveryLayer("feed_forward_length"),
            Vocabulary = keys.VocabularyRows(),
            Context = keys.Size("context_length"),
            Norm = NormKind.Rms,
            NormEpsilon = keys.Positive("attention.layer_norm_rms_epsilon"),
            Activation = Activation.Silu,
            Gated = true,
            Rotary = RotaryReader.FromGguf(keys, headWidth),
            AttentionScale = keys.OptionalPositive("attention.scale") ?? 1 / Math.Sqrt(headWidth),
            Windows = window is null ? [] : [.. Enumerable.Repeat(window, layers)],
            Tied = keys.Tensor("output.weight") is null,
        };
    }
}
