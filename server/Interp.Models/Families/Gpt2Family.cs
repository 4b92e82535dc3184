using Interp.Models.Formats.Gguf;
using Interp.Models.Formats.Safetensors;

namespace Interp.Models.Families;

/// <summary>GPT-2: layer norms, learned positions, biases everywhere, no gate.</summary>
internal static class Gpt2Family
{
    /// <summary>The family.</summary>
    public static Family Family { get; } = new()
    {
        Name = "gpt2",
        ModelType = "gpt2",
        Architecture = "gpt2",
        FromConfig = FromConfig,
        FromGguf = FromGguf,
        HarmlessMembers = new HashSet<string>(StringComparer.Ordinal)
        {
            "n_ctx", "attn_pdrop", "embd_pdrop", "resid_pdrop", "summary_activation", "summary_first_dropout", "summary_proj_to_labels",
            "summary_type", "summary_use_proj", "reorder_and_upcast_attn", "n_special", "predict_special_tokens",
        },
    };

    /// <summary>Settings of config.json, which GPT-J and GPT-Neo vary.</summary>
    internal static ConfigSchema Schema { get; } = ConfigSchema.LayerNorms with
    {
        Width = "n_embd",
        Layers = "n_layer",
        Heads = "n_head",
        FfWidth = "n_inner",
        UsualFfRatio = 4,
        Context = "n_positions",
        UsualContext = 1024,
        Epsilon = "layer_norm_epsilon",
        Activation = "activation_function",
        UsualActivation = "gelu_new",
        Rotary = null,
        UsuallyTied = true,
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
            [WeightSlot.Query] = new("attn.c_attn.weight") { InputFirst = true, Part = FusedPart.Query },
            [WeightSlot.QueryBias] = new("attn.c_attn.bias") { Part = FusedPart.Query },
            [WeightSlot.Key] = new("attn.c_attn.weight") { InputFirst = true, Part = FusedPart.Key },
            [WeightSlot.KeyBias] = new("attn.c_attn.bias") { Part = FusedPart.Key },
            [WeightSlot.Value] = new("attn.c_attn.weight") { InputFirst = true, Part = FusedPart.Value },
            [WeightSlot.ValueBias] = new("attn.c_attn.bias") { Part = FusedPart.Value },
            [WeightSlot.Output] = new("attn.c_proj.weight") { InputFirst = true },
            [WeightSlot.OutputBias] = "attn.c_proj.bias",
            [WeightSlot.Ln2Gain] = "ln_2.weight",
            [WeightSlot.Ln2Shift] = "ln_2.bias",
            [WeightSlot.In] = new("mlp.c_fc.weight") { InputFirst = true },
            [WeightSlot.InBias] = "mlp.c_fc.bias",
            [WeightSlot.Out] = new("mlp.c_proj.weight") { InputFirst = true },
            [WeightSlot.OutBias] = "mlp.c_proj.bias",
        },
        Buffers = [".attn.bias", ".attn.masked_bias"],
    };

    /// <summary>Names in GGUF, shared with NeoX but for the positions.</summary>
    internal static WeightMap GgufMap { get; } = new()
    {
        LayerPrefix = "blk.{0}.",
        Model = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Embedding] = "token_embd.weight",
            [WeightSlot.PositionEmbedding] = "position_embd.weight",
            [WeightSlot.FinalNormGain] = "output_norm.weight",
            [WeightSlot.FinalNormShift] = "output_norm.bias",
            [WeightSlot.Unembedding] = "output.weight",
        },
        Layer = new Dictionary<WeightSlot, TensorRule>
        {
            [WeightSlot.Ln1Gain] = "attn_norm.weight",
            [WeightSlot.Ln1Shift] = "attn_norm.bias",
            [WeightSlot.Query] = new("attn_qkv.weight") { Part = FusedPart.Query },
            [WeightSlot.QueryBias] = new("attn_qkv.bias") { Part = FusedPart.Query },
            [WeightSlot.Key] = new("attn_qkv.weight") { Part = FusedPart.Key },
            [WeightSlot.KeyBias] = new("attn_qkv.bias") { Part = FusedPart.Key },
            [WeightSlot.Value] = new("attn_qkv.weight") { Part = FusedPart.Value },
            [WeightSlot.ValueBias] = new("attn_qkv.bias") { Part = FusedPart.Value },
            [WeightSlot.Output] = "attn_output.weight",
            [WeightSlot.OutputBias] = "attn_output.bias",
            [WeightSlot.Ln2Gain] = "ffn_norm.weight",
            [WeightSlot.Ln2Shift] = "ffn_norm.bias",
            [WeightSlot.In] = "ffn_up.weight",
            [WeightSlot.InBias] = "ffn_up.bias",
            [WeightSlot.Out] = "ffn_down.weight",
            [WeightSlot.OutBias] = "ffn_down.bias",
        },
    };

    private static FamilyReading FromConfig(ConfigSettings config)
    {
        config.OnlyFlag("scale_attn_weights", true);
        config.OnlyFlag("scale_attn_by_inverse_layer_idx", false);
        var spec = Schema.Read(config, "gpt2");
        return new FamilyReading(spec, ConfigMap) { PositionRows = spec.Context };
    }

    private static FamilyReading FromGguf(GgufSettings keys)
    {
        var spec = GgufSchema.LayerNorms(keys, "gpt2", Activation.GeluTanh, rotary: false);
        return new FamilyReading(spec, GgufMap) { PositionRows = spec.Context };
    }
}
