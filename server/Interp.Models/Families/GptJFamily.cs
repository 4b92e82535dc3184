using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>
/// GPT-J: both branches read one norm in parallel, rotary positions turn neighbours in a part of each head. Queries and keys are read with
/// the turned entries half after half, which changes no score; taps of q and k have that order.
/// </summary>
internal static class GptJFamily
{
    private const double Theta = 10000;

    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "gptj",
        ModelType = "gptj",
        FromConfig = FromConfig,
        HarmlessMembers = new HashSet<string>(StringComparer.Ordinal)
        {
            "n_ctx", "attn_pdrop", "embd_pdrop", "resid_pdrop", "summary_activation", "summary_first_dropout", "summary_proj_to_labels",
            "summary_type", "summary_use_proj", "rotary", "scale_attn_weights",
        },
    };

    private static WeightMap ConfigMap { get; } = new()
    {
        Bases = ["transformer.", string.Empty],
        LayerPrefix = "h.{0}.",
        Model = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Embedding] = "wte.weight",
            [WeightSlot.FinalNormGain] = "ln_f.weight",
            [WeightSlot.FinalNormShift] = "ln_f.bias",
            [WeightSlot.Unembedding] = "lm_head.weight",
            [WeightSlot.UnembeddingBias] = "lm_head.bias",
        },
        Layer = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Ln1Gain] = "ln_1.weight",
            [WeightSlot.Ln1Shift] = "ln_1.bias",
            [WeightSlot.Ln2Gain] = "ln_1.weight",
            [WeightSlot.Ln2Shift] = "ln_1.bias",
            [WeightSlot.Query] = new("attn.q_proj.weight") { RotaryNeighbours = true },
            [WeightSlot.Key] = new("attn.k_proj.weight") { RotaryNeighbours = true },
            [WeightSlot.Value] = "attn.v_proj.weight",
            [WeightSlot.Output] = "attn.out_proj.weight",
            [WeightSlot.In] = "mlp.fc_in.weight",
            [WeightSlot.InBias] = "mlp.fc_in.bias",
            [WeightSlot.Out] = "mlp.fc_out.weight",
            [WeightSlot.OutBias] = "mlp.fc_out.bias",
        },
        Buffers = [".attn.bias", ".attn.masked_bias", ".attn.embed_positions"],
    };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        var schema = Gpt2Family.Schema with { UsualContext = 2048, Rotary = RotaryOf, UsuallyTied = false };
        return new FamilyReading(schema.Read(config, "gptj") with { Order = BlockOrder.Parallel }, ConfigMap);
    }

    private static RotarySpec RotaryOf(ConfigSettings config, int headWidth)
    {
        const int usualTurned = 64;
        var turned = config.SizeOrNone("rotary_dim", usualTurned) ?? throw config.Refused("rotary_dim", "null");
        return turned <= headWidth && turned % 2 == 0
            ? RotaryReader.FromObject(null, turned, Theta)
            : throw config.Bad("rotary_dim", $"{turned}, where heads are {headWidth} wide");
    }
}
