using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>Settings of models with layer norms and no gate, as several families spell them alike.</summary>
internal static class LayerNormSettings
{
    /// <summary>From config.json, with rotary positions.</summary>
    /// <param name="config">The file.</param>
    /// <param name="family">Name of the family.</param>
    /// <param name="epsilonName">What the epsilon of the norms is called.</param>
    /// <param name="activation">What <c>hidden_act</c> is where absent.</param>
    /// <param name="kvHeads">What <c>num_key_value_heads</c> is where absent; null for H.</param>
    /// <param name="rotary">Reads the rotation, given K.</param>
    public static ModelSpec FromConfig(
        ConfigSettings config, string family, string epsilonName, string activation, int? kvHeads, Func<int, RotarySpec> rotary)
    {
        const string kvName = "num_key_value_heads";
        const double usualEpsilon = 1e-5;
        var width = config.Size("hidden_size");
        var allHeads = config.Size("num_attention_heads");
        var (heads, groups, headWidth) = SharedSettings.HeadsOf(config, width, allHeads, kvName, config.SizeOrNone(kvName, kvHeads) ?? allHeads, null);
        return new ModelSpec
        {
            Family = family,
            Layers = config.LayerCount("num_hidden_layers"),
            Width = width,
            Heads = heads,
            KvHeads = groups,
            HeadWidth = headWidth,
            FfWidth = config.Size("intermediate_size"),
            Vocabulary = config.Size("vocab_size"),
            Context = config.Size("max_position_embeddings"),
            Norm = NormKind.Layer,
            NormEpsilon = config.Positive(epsilonName, usualEpsilon),
            Activation = SharedSettings.ActivationOf(config, "hidden_act", activation),
            Gated = false,
            Rotary = rotary(headWidth),
            AttentionScale = 1 / Math.Sqrt(headWidth),
            Tied = false,
        };
    }

    /// <summary>From the keys of GGUF.</summary>
    /// <param name="keys">The file.</param>
    /// <param name="family">Name of the family.</param>
    /// <param name="activation">The format does not say it.</param>
    /// <param name="rotary">Whether positions are rotary; else they are learned.</param>
    public static ModelSpec FromGguf(GgufSettings keys, string family, Activation activation, bool rotary)
    {
        const string kvName = "attention.head_count_kv";
        var width = keys.Size("embedding_length");
        var allHeads = keys.Size("attention.head_count");
        var (heads, kvHeads, headWidth) = SharedSettings.HeadsOf(keys, width, allHeads, kvName, keys.Size(kvName, allHeads), null);
        return new ModelSpec
        {
            Family = family,
            Layers = keys.LayerCount("block_count"),
            Width = width,
            Heads = heads,
            KvHeads = kvHeads,
            HeadWidth = headWidth,
            FfWidth = keys.Size("feed_forward_length"),
            Vocabulary = keys.VocabularyRows(),
            Context = keys.Size("context_length"),
            Norm = NormKind.Layer,
            NormEpsilon = keys.Positive("attention.layer_norm_epsilon"),
            Activation = activation,
            Gated = false,
            Rotary = rotary ? RotaryReader.FromGguf(keys, headWidth) : null,
            AttentionScale = 1 / Math.Sqrt(headWidth),
            Tied = keys.Tensor("output.weight") is null,
        };
    }
}
