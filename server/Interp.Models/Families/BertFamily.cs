using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>
/// BERT: an encoder whose norms stand after the sums, with learned positions, token types, a norm on the embeddings, and a masked-LM
/// head or none.
/// </summary>
internal static class BertFamily
{
    private const double UsualEpsilon = 1e-12;

    /// <summary>Members of config.json that belong to other heads and other programs.</summary>
    internal static IReadOnlySet<string> HarmlessMembers { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "directionality", "pooler_fc_size", "pooler_num_attention_heads", "pooler_num_fc_layers", "pooler_size_per_head", "pooler_type",
        "output_past",
    };

    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "bert",
        ModelType = "bert",
        Architecture = "bert",
        IsEncoder = true,
        FromConfig = FromConfig,
        FromGguf = FromGguf,
        HarmlessMembers = HarmlessMembers,
        HarmlessKeys = new HashSet<string>(StringComparer.Ordinal) { "pooling_type", "classifier.output_labels" },
    };

    private static WeightMap ConfigMap { get; } = BodyMap("bert.").WithModel(
        (WeightSlot.HeadDense, "cls.predictions.transform.dense.weight"),
        (WeightSlot.HeadDenseBias, "cls.predictions.transform.dense.bias"),
        (WeightSlot.HeadNormGain, Gain("cls.predictions.transform.LayerNorm")),
        (WeightSlot.HeadNormShift, Shift("cls.predictions.transform.LayerNorm")),
        (WeightSlot.Unembedding, "cls.predictions.decoder.weight"),
        (WeightSlot.UnembeddingBias, new TensorRule("cls.predictions.decoder.bias") { Aliases = ["cls.predictions.bias"] })) with
    {
        OtherTasks = ["pooler.", "cls.seq_relationship."],
    };

    private static WeightMap GgufMap { get; } = new()
    {
        LayerPrefix = "blk.{0}.",
        OtherTasks = ["cls."],
        Model = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Embedding] = "token_embd.weight",
            [WeightSlot.PositionEmbedding] = "position_embd.weight",
            [WeightSlot.TypeEmbedding] = "token_types.weight",
            [WeightSlot.EmbeddingNormGain] = "token_embd_norm.weight",
            [WeightSlot.EmbeddingNormShift] = "token_embd_norm.bias",
        },
        Layer = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Query] = "attn_q.weight",
            [WeightSlot.QueryBias] = "attn_q.bias",
            [WeightSlot.Key] = "attn_k.weight",
            [WeightSlot.KeyBias] = "attn_k.bias",
            [WeightSlot.Value] = "attn_v.weight",
            [WeightSlot.ValueBias] = "attn_v.bias",
            [WeightSlot.Output] = "attn_output.weight",
            [WeightSlot.OutputBias] = "attn_output.bias",
            [WeightSlot.Ln1Gain] = "attn_output_norm.weight",
            [WeightSlot.Ln1Shift] = "attn_output_norm.bias",
            [WeightSlot.In] = "ffn_up.weight",
            [WeightSlot.InBias] = "ffn_up.bias",
            [WeightSlot.Out] = "ffn_down.weight",
            [WeightSlot.OutBias] = "ffn_down.bias",
            [WeightSlot.Ln2Gain] = "layer_output_norm.weight",
            [WeightSlot.Ln2Shift] = "layer_output_norm.bias",
        },
    };

    /// <summary>Names in checkpoints of transformers but for the head, shared with the families that follow BERT.</summary>
    internal static WeightMap BodyMap(string prefix) => new()
    {
        Bases = [prefix, string.Empty],
        LayerPrefix = "encoder.layer.{0}.",
        Model = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Embedding] = "embeddings.word_embeddings.weight",
            [WeightSlot.PositionEmbedding] = "embeddings.position_embeddings.weight",
            [WeightSlot.TypeEmbedding] = "embeddings.token_type_embeddings.weight",
            [WeightSlot.EmbeddingNormGain] = Gain("embeddings.LayerNorm"),
            [WeightSlot.EmbeddingNormShift] = Shift("embeddings.LayerNorm"),
        },
        Layer = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Query] = "attention.self.query.weight",
            [WeightSlot.QueryBias] = "attention.self.query.bias",
            [WeightSlot.Key] = "attention.self.key.weight",
            [WeightSlot.KeyBias] = "attention.self.key.bias",
            [WeightSlot.Value] = "attention.self.value.weight",
            [WeightSlot.ValueBias] = "attention.self.value.bias",
            [WeightSlot.Output] = "attention.output.dense.weight",
            [WeightSlot.OutputBias] = "attention.output.dense.bias",
            [WeightSlot.Ln1Gain] = Gain("attention.output.LayerNorm"),
            [WeightSlot.Ln1Shift] = Shift("attention.output.LayerNorm"),
            [WeightSlot.In] = "intermediate.dense.weight",
            [WeightSlot.InBias] = "intermediate.dense.bias",
            [WeightSlot.Out] = "output.dense.weight",
            [WeightSlot.OutBias] = "output.dense.bias",
            [WeightSlot.Ln2Gain] = Gain("output.LayerNorm"),
            [WeightSlot.Ln2Shift] = Shift("output.LayerNorm"),
        },
        Buffers = ["embeddings.position_ids", "embeddings.token_type_ids"],
    };

    /// <summary>The specification of an encoder as BERT's config.json spells it; the head's activation is that of the blocks.</summary>
    internal static ModelSpec Encoder(ConfigSettings config, string family)
    {
        config.OnlyFlag("is_decoder", false);
        config.OnlyText("position_embedding_type", "absolute");
        var spec = (ConfigSchema.LayerNorms with { UsualEpsilon = UsualEpsilon, Rotary = null, UsuallyTied = true }).Read(config, family);
        config.OnlyNumber("embedding_size", spec.Width);
        return spec with
        {
            Order = BlockOrder.Post,
            HeadActivation = spec.Activation,
            Causal = false,
            TypeCount = config.Size("type_vocab_size", 2),
        };
    }

    /// <summary>A norm's gain, which the first checkpoints call gamma.</summary>
    private static TensorRule Gain(string norm) => new(norm + ".weight") { Aliases = [norm + ".gamma"] };

    /// <summary>A norm's shift, which the first checkpoints call beta.</summary>
    private static TensorRule Shift(string norm) => new(norm + ".bias") { Aliases = [norm + ".beta"] };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        var spec = Encoder(config, "bert");
        return new FamilyReading(spec, ConfigMap) { PositionRows = spec.Context };
    }

    /// <summary>The format does not say the activation, and has no masked-LM head; the models were trained with the exact form.</summary>
    private static FamilyReading FromGguf(GgufSettings keys)
    {
        var spec = GgufSchema.LayerNorms(keys, "bert", Activation.GeluErf, rotary: false) with
        {
            Order = BlockOrder.Post,
            Causal = false,
            TypeCount = keys.Rows("token_types.weight"),
            Tied = false,
        };
        return new FamilyReading(spec, GgufMap) { PositionRows = spec.Context, ClaimsHead = false };
    }
}
