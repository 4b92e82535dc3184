using System.Globalization;
using Interp.Models.Formats;

namespace Interp.Models.Families;

/// <summary>
/// Settings that change numbers in some family. Where the family at hand reads none of that name, the file says more than is computed:
/// it is refused by name, unless the value is the one that changes nothing.
/// </summary>
internal static class ForeignSettings
{
    private const double One = 1;
    private static readonly object[] Always = [];

    /// <summary>Members of config.json with the values that change nothing; none = no value does.</summary>
    public static IReadOnlyDictionary<string, object[]> Config { get; } = Table(
        (One, ["residual_multiplier", "embedding_multiplier", "logits_scaling", "logit_scale", "lm_head_multiplier", "scale_emb", "embed_scale",
            "rotary_pct", "partial_rotary_factor", "rope_pct", "rotary_emb_fraction", "rope_ratio", "no_rope_layers", "interpolate_factor", "full_attn_mod", "decoder_sparse_step"]),
        (0.0, ["n_shared_experts", "num_kv_shared_layers"]),
        (true, ["scale_attn_weights", "do_layer_norm_before", "layer_norm_elementwise_affine"]),
        (false, ["scale_embedding", "qk_norm", "use_qk_norm", "qk_layernorm", "scale_attn_by_inverse_layer_idx", "attn_temperature_tuning", "multi_query",
            "alibi", "use_alibi", "relative_attention", "apply_residual_connection_post_layernorm", "_remove_final_layer_norm", "use_parallel_residual",
            "parallel_attn", "post_norm", "use_post_norm", "use_sliding_window", "prefix_lm", "lm_head_bias"]),
        ("absolute", ["position_embedding_type"]),
        ("rope", ["position_embedding_type"]),
        ("full_attention", ["layer_types"]),
        ("global", ["attention_layers"]),
        (null, ["attention_multiplier", "scale_depth", "attn_logit_softcapping", "final_logit_softcapping", "router_logit_softcapping", "logits_soft_cap",
            "query_pre_attn_scalar", "clip_qkv", "attn_scale", "softmax_scale", "attention_chunk_size", "attention_types", "no_rope_layer_interval",
            "rope_theta", "rope_scaling", "rope_parameters", "rope_local_base_freq", "global_rope_theta", "local_rope_theta", "rotary_dim", "rotary_emb_base",
            "rotary_base", "word_embed_proj_dim", "moe_intermediate_size", "kv_lora_rank", "q_lora_rank", "qk_rope_head_dim", "v_head_dim",
            "hybrid_override_pattern", "attn_layer_period", "mamba_d_state", "ssm_cfg", "cross_attention_layers", "hidden_size_per_layer_input",
            "altup_num_inputs", "text_config", "vision_config", "audio_config", "attn_config", "ffn_config", "sliding_window"]));

    /// <summary>Keys of GGUF behind the architecture's name, likewise.</summary>
    public static IReadOnlyDictionary<string, object[]> Gguf { get; } = Table(
        (One, ["logit_scale", "residual_scale", "embedding_scale", "rope.scaling.attn_factor", "attention.sliding_window_pattern"]),
        (0.0, ["attention.max_alibi_bias", "attention.clamp_kqv", "attention.sliding_window", "attn_logit_softcapping", "final_logit_softcapping",
            "router_logit_softcapping", "expert_shared_count", "leading_dense_block_count", "attention.q_lora_rank", "attention.kv_lora_rank",
            "attention.shared_kv_layers", "nextn_predict_layers"]),
        (false, ["use_parallel_residual", "swin_norm"]),
        (null, ["attention.scale", "rope.freq_base_swa", "rope.dimension_sections", "rope.scaling.yarn_ext_factor", "rope.scaling.yarn_log_multiplier",
            "attention.temperature_length", "attention.temperature_scale", "embedding_length_per_layer_input", "ssm.state_size", "deepstack_mapping"]));

    /// <summary>Names for K and G; a family that reads none of them has what it has.</summary>
    private static readonly string[] HeadWidths = ["head_dim", "attention_head_size", "kv_channels", "d_kv", "attention.key_length", "attention.value_length"];
    private static readonly string[] KvHeads = ["num_key_value_heads", "num_kv_heads", "n_head_kv", "attention.head_count_kv"];

    /// <summary>True for a name whose value says whether it changes numbers.</summary>
    public static bool Knows(IReadOnlyDictionary<string, object[]> foreign, string name) =>
        foreign.ContainsKey(name) || HeadWidths.Contains(name) || KvHeads.Contains(name);

    /// <summary>Refuses what <paramref name="settings"/> say beyond what was read and may be ignored.</summary>
    /// <param name="settings">After the family has read what it reads.</param>
    /// <param name="unread">Names that neither were read nor may be ignored.</param>
    /// <param name="foreign"><see cref="Config"/> or <see cref="Gguf"/>.</param>
    /// <param name="spec">What was read.</param>
    /// <exception cref="Interp.Contracts.InterpException">ModelUnsupported naming the setting.</exception>
    public static void Refuse(SettingsReader settings, IReadOnlyList<string> unread, IReadOnlyDictionary<string, object[]> foreign, ModelSpec spec)
    {
        foreach (var name in unread)
        {
            var value = settings.Value(name);
            var changes = foreign.TryGetValue(name, out var neutral) ? !neutral.Contains(value)
                : (HeadWidths.Contains(name) && value is not null && !value.Equals((double)spec.HeadWidth))
                    || (KvHeads.Contains(name) && value is not null && !value.Equals((double)spec.KvHeads));

            // A window that no prompt fills hides nothing.
            if (changes && value is not null && !(name == "sliding_window" && value is double window && window >= spec.Context))
            {
                throw settings.Refused(name, Shown(value), $"and the family {spec.Family} has no such setting");
            }
        }
    }

    private static string Shown(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => $"\"{value}\"",
    };

    private static Dictionary<string, object[]> Table(params (object? Neutral, string[] Names)[] groups)
    {
        var table = new Dictionary<string, object[]>(StringComparer.Ordinal);
        foreach (var (neutral, names) in groups)
        {
            foreach (var name in names)
            {
                table[name] = neutral is null ? Always : [.. table.GetValueOrDefault(name, Always), neutral];
            }
        }

        return table;
    }
}
