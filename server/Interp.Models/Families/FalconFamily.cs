using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>
/// Falcon: rotary positions, layer norms, no gate; one key/value head for all (7B), groups with two norms in parallel (40B and later), or a
/// head for each. The variants with linear attention biases (ALiBi) are refused.
/// </summary>
internal static class FalconFamily
{
    private const string Fused = "self_attention.query_key_value";

    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "falcon",
        ModelType = "falcon",
        Architecture = "falcon",
        FromConfig = FromConfig,
        FromGguf = FromGguf,
    };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        config.OnlyFlag("alibi", false);
        config.OnlyFlag("apply_residual_connection_post_layernorm", false);
        var grouped = config.Flag("new_decoder_architecture", false);
        var single = config.Flag("multi_query", true) && !grouped;
        var parallel = config.Flag("parallel_attn", true);
        var norms = config.OptionalSize("num_ln_in_parallel_attn") ?? (grouped ? 2 : 1);
        if (grouped && !parallel && norms != 2)
        {
            throw config.Refused("parallel_attn", "false with one norm");
        }

        var spec = Spec(config, grouped, single, parallel || grouped);
        var (first, second) = grouped && norms == 2 ? ("ln_attn", "ln_mlp")
            : parallel || grouped ? ("input_layernorm", "input_layernorm") : ("input_layernorm", "post_attention_layernorm");
        return new FamilyReading(spec, Map(first, second, byGroup: !single, config.Flag("bias", false)));
    }

    /// <summary>The converter puts all queries, then all keys, then all values after each other, and writes no biases; the activation is the exact form.</summary>
    private static FamilyReading FromGguf(GgufSettings keys)
    {
        const string layout = "tensor_data_layout";
        if (keys.Text(layout) is { } other && other != "jploski")
        {
            throw keys.Refused(layout, $"\"{other}\"");
        }

        var (first, second) = keys.Tensor("blk.0.attn_norm_2.weight") is null ? ("attn_norm", "attn_norm") : ("attn_norm_2", "attn_norm");
        var map = Gpt2Family.GgufMap.WithoutModel(WeightSlot.PositionEmbedding)
            .WithoutLayer(WeightSlot.QueryBias, WeightSlot.KeyBias, WeightSlot.ValueBias, WeightSlot.OutputBias, WeightSlot.InBias, WeightSlot.OutBias)
            .WithLayer(
                (WeightSlot.Ln1Gain, first + ".weight"), (WeightSlot.Ln1Shift, first + ".bias"),
                (WeightSlot.Ln2Gain, second + ".weight"), (WeightSlot.Ln2Shift, second + ".bias"));
        return new FamilyReading(GgufSchema.LayerNorms(keys, "falcon", Activation.GeluErf, rotary: true) with { Order = BlockOrder.Parallel }, map);
    }

    private static ModelSpec Spec(ConfigSettings config, bool grouped, bool single, bool parallel)
    {
        const string kvName = "num_kv_heads";
        var schema = ConfigSchema.LayerNorms with
        {
            KvHeads = single ? null : kvName,
            FfWidth = "ffn_hidden_size",
            UsualFfRatio = 4,
            UsualContext = 2048,
            Epsilon = "layer_norm_epsilon",
            Activation = "activation",
            UsuallyTied = true,
        };
        var spec = schema.Read(config, "falcon") with { Order = parallel ? BlockOrder.Parallel : BlockOrder.Pre };
        if (single)
        {
            // Its count of key/value heads stands there too, and is not used.
            config.OptionalSize(kvName);
            return spec with { KvHeads = 1 };
        }

        return grouped || spec.KvHeads == spec.Heads ? spec : throw config.Refused(kvName, $"{spec.KvHeads} without groups");
    }

    private static WeightMap Map(string firstNorm, string secondNorm, bool byGroup, bool biases)
    {
        var map = new WeightMap
        {
            Bases = ["transformer.", string.Empty],
            LayerPrefix = "h.{0}.",
            Model = new Dictionary<WeightSlot, TensorRule>
            {
                [WeightSlot.Embedding] = "word_embeddings.weight",
                [WeightSlot.FinalNormGain] = "ln_f.weight",
                [WeightSlot.FinalNormShift] = "ln_f.bias",
                [WeightSlot.Unembedding] = "lm_head.weight",
            },
            Layer = new Dictionary<WeightSlot, TensorRule>
            {
                [WeightSlot.Ln1Gain] = firstNorm + ".weight",
                [WeightSlot.Ln1Shift] = firstNorm + ".bias",
                [WeightSlot.Ln2Gain] = secondNorm + ".weight",
                [WeightSlot.Ln2Shift] = secondNorm + ".bias",
                [WeightSlot.Query] = Part(Fused + ".weight", FusedPart.Query),
                [WeightSlot.Key] = Part(Fused + ".weight", FusedPart.Key),
                [WeightSlot.Value] = Part(Fused + ".weight", FusedPart.Value),
                [WeightSlot.Output] = "self_attention.dense.weight",
                [WeightSlot.In] = "mlp.dense_h_to_4h.weight",
                [WeightSlot.Out] = "mlp.dense_4h_to_h.weight",
            },
            Buffers = [".rotary_emb.inv_freq"],
        };
        return !biases ? map : map.WithLayer(
            (WeightSlot.QueryBias, Part(Fused + ".bias", FusedPart.Query)),
            (WeightSlot.KeyBias, Part(Fused + ".bias", FusedPart.Key)),
            (WeightSlot.ValueBias, Part(Fused + ".bias", FusedPart.Value)),
            (WeightSlot.OutputBias, "self_attention.dense.bias"),
            (WeightSlot.InBias, "mlp.dense_h_to_4h.bias"),
            (WeightSlot.OutBias, "mlp.dense_4h_to_h.bias"));

        TensorRule Part(string name, FusedPart part) => new(name) { Part = part, ByGroup = byGroup };
    }
}
