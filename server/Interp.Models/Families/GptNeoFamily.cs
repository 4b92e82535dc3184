using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>GPT-Neo, e.g. the TinyStories models: GPT-2 with scores that are not scaled and windows in some layers.</summary>
internal static class GptNeoFamily
{
    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "gpt_neo",
        ModelType = "gpt_neo",
        FromConfig = FromConfig,
        HarmlessMembers = new HashSet<string>(StringComparer.Ordinal)
        {
            "embed_dropout", "resid_dropout", "summary_activation", "summary_first_dropout", "summary_proj_to_labels", "summary_type", "summary_use_proj",

            // Written out from attention_types.
            "attention_layers",
        },
    };

    private static WeightMap ConfigMap { get; } = new()
    {
        Bases = ["transformer.", string.Empty],
        LayerPrefix = "h.{0}.",
        Model = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Embedding] = "wte.weight",
            [WeightSlot.PositionEmbedding] = "wpe.weight",
            [WeightSlot.FinalNormGain] = "ln_f.weight",
            [WeightSlot.FinalNormShift] = "ln_f.bias",
            [WeightSlot.Unembedding] = "lm_head.weight",
        },
        Layer = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Ln1Gain] = "ln_1.weight",
            [WeightSlot.Ln1Shift] = "ln_1.bias",
            [WeightSlot.Query] = "attn.attention.q_proj.weight",
            [WeightSlot.Key] = "attn.attention.k_proj.weight",
            [WeightSlot.Value] = "attn.attention.v_proj.weight",
            [WeightSlot.Output] = "attn.attention.out_proj.weight",
            [WeightSlot.OutputBias] = "attn.attention.out_proj.bias",
            [WeightSlot.Ln2Gain] = "ln_2.weight",
            [WeightSlot.Ln2Shift] = "ln_2.bias",
            [WeightSlot.In] = "mlp.c_fc.weight",
            [WeightSlot.InBias] = "mlp.c_fc.bias",
            [WeightSlot.Out] = "mlp.c_proj.weight",
            [WeightSlot.OutBias] = "mlp.c_proj.bias",
        },
        Buffers = [".attn.attention.bias", ".attn.attention.masked_bias"],
    };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        const int usualWindow = 256;
        var schema = Gpt2Family.Schema with
        {
            Width = "hidden_size",
            Layers = "num_layers",
            Heads = "num_heads",
            FfWidth = "intermediate_size",
            Context = "max_position_embeddings",
            UsualContext = 2048,
        };
        var spec = schema.Read(config, "gpt_neo");
        var kinds = KindsOf(config, spec.Layers);
        spec = spec with
        {
            AttentionScale = 1,
            Windows = SharedSettings.Windows(spec.Layers, config.Size("window_size", usualWindow), layer => kinds[layer] == "local"),
        };
        return new FamilyReading(spec, ConfigMap) { PositionRows = spec.Context };
    }

    /// <summary><c>global</c> or <c>local</c> for each layer.</summary>
    private static IReadOnlyList<string> KindsOf(ConfigSettings config, int layers)
    {
        const string name = "attention_types";
        var kinds = config.RepeatedTexts(name, layers) ?? throw config.Missing(name);
        if (kinds.FirstOrDefault(kind => kind is not ("global" or "local")) is { } unknown)
        {
            throw config.Refused(name, $"\"{unknown}\" in a layer");
        }

        return kinds.Count == layers ? kinds : throw config.Bad(name, $"a list for {kinds.Count} layers, where there are {layers}");
    }
}
