using Interp.Models.Formats.Gguf;

namespace Interp.Models.Families;

/// <summary>The specification of a model as the keys of GGUF give it, which are the same for all families.</summary>
internal static class GgufSchema
{
    /// <summary>A gated decoder with RMS norms and rotary positions, as Llama and its followers are.</summary>
    public static ModelSpec Gated(GgufSettings keys, string family)
    {
        var spec = Read(keys, family, NormKind.Rms, "attention.layer_norm_rms_epsilon", keys.OptionalSize("attention.key_length"));
        keys.OnlyNumber("attention.value_length", spec.HeadWidth);
        int? window = keys.OptionalCount("attention.sliding_window") is > 0 and var length ? length : null;
        return spec with
        {
            Activation = Activation.Silu,
            Gated = true,
            Rotary = RotaryReader.FromGguf(keys, spec.HeadWidth),
            AttentionScale = keys.OptionalPositive("attention.scale") ?? spec.AttentionScale,
            Windows = SharedSettings.Windows(spec.Layers, window, _ => true),
        };
    }

    /// <summary>A model with layer norms and no gate.</summary>
    /// <param name="keys">The file.</param>
    /// <param name="family">Name of the family.</param>
    /// <param name="activation">The format does not say it.</param>
    /// <param name="rotary">Whether positions are rotary; else they are learned.</param>
    public static ModelSpec LayerNorms(GgufSettings keys, string family, Activation activation, bool rotary)
    {
        var spec = Read(keys, family, NormKind.Layer, "attention.layer_norm_epsilon", headWidth: null);
        return spec with { Activation = activation, Rotary = rotary ? RotaryReader.FromGguf(keys, spec.HeadWidth) : null };
    }

    private static ModelSpec Read(GgufSettings keys, string family, NormKind norm, string epsilon, int? headWidth)
    {
        const string kvName = "attention.head_count_kv";
        var width = keys.Size("embedding_length");
        var allHeads = keys.SizeOfEveryLayer("attention.head_count");
        var (heads, kvHeads, each) = SharedSettings.HeadsOf(keys, width, allHeads, kvName, keys.SizeOfEveryLayer(kvName, allHeads), headWidth);
        return new ModelSpec
        {
            Family = family,
            Layers = keys.LayerCount("block_count"),
            Width = width,
            Heads = heads,
            KvHeads = kvHeads,
            HeadWidth = each,
            FfWidth = keys.SizeOfEveryLayer("feed_forward_length"),
            Vocabulary = keys.VocabularyRows(),
            Context = keys.Size("context_length"),
            Norm = norm,
            NormEpsilon = keys.Positive(epsilon),
            Activation = default,
            Gated = false,
            AttentionScale = 1 / Math.Sqrt(each),
            Tied = keys.Tensor("output.weight") is null,
        };
    }
}
