using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Interp.Models.Tests;

namespace Interp.Models.Families.Tests;

/// <summary>Checkpoints as llama.cpp's converter writes them: names of its own, and for some families rows in another order or gains plus 1.</summary>
internal static class ConvertedGguf
{
    private static readonly (string Stored, string Written)[] LlamaNames =
    [
        ("model.layers.", "blk."), ("model.embed_tokens", "token_embd"), ("model.norm", "output_norm"), ("lm_head", "output"),
        ("input_layernorm", "attn_norm"), ("post_attention_layernorm", "ffn_norm"),
        ("self_attn.qkv_proj", "attn_qkv"), ("self_attn.q_proj", "attn_q"), ("self_attn.k_proj", "attn_k"), ("self_attn.v_proj", "attn_v"), ("self_attn.o_proj", "attn_output"),
        ("mlp.gate_up_proj", "ffn_up"), ("mlp.gate_proj", "ffn_gate"), ("mlp.up_proj", "ffn_up"), ("mlp.down_proj", "ffn_down"),
    ];

    private static readonly (string Stored, string Written)[] BranchNormNames =
    [
        ("post_attention_layernorm", "post_attention_norm"), ("pre_feedforward_layernorm", "ffn_norm"), ("post_feedforward_layernorm", "post_ffw_norm"),
        ("self_attn.q_norm", "attn_q_norm"), ("self_attn.k_norm", "attn_k_norm"), .. LlamaNames,
    ];

    private static readonly (string Stored, string Written)[] FalconNames =
    [
        ("transformer.h.", "blk."), ("transformer.word_embeddings", "token_embd"), ("transformer.ln_f", "output_norm"), ("lm_head", "output"),
        ("input_layernorm", "attn_norm"), ("ln_mlp", "attn_norm"), ("ln_attn", "attn_norm_2"),
        ("self_attention.query_key_value", "attn_qkv"), ("self_attention.dense", "attn_output"), ("mlp.dense_h_to_4h", "ffn_up"), ("mlp.dense_4h_to_h", "ffn_down"),
    ];

    /// <summary>The file for a checkpoint of <paramref name="architecture"/>, to which tests may add keys and tensors.</summary>
    public static GgufWriter Of(string architecture, SafetensorsModel stored)
    {
        var config = stored.Config;
        var falcon = architecture == "falcon";
        var writer = new GgufWriter().Text("general.architecture", architecture);
        var heads = Count(config, "num_attention_heads");
        var groups = falcon ? Count(config, "num_kv_heads", 1) : Count(config, "num_key_value_heads", heads);
        writer.Size($"{architecture}.context_length", (uint)Count(config, "max_position_embeddings"))
            .Size($"{architecture}.embedding_length", (uint)Count(config, "hidden_size"))
            .Size($"{architecture}.feed_forward_length", (uint)Count(config, falcon ? "ffn_hidden_size" : "intermediate_size"))
            .Size($"{architecture}.block_count", (uint)Count(config, "num_hidden_layers"))
            .Size($"{architecture}.attention.head_count", (uint)heads)
            .Size($"{architecture}.attention.head_count_kv", (uint)groups)
            .Number($"{architecture}.attention.layer_norm_{(falcon ? string.Empty : "rms_")}epsilon", 1e-5f)
            .Number($"{architecture}.rope.freq_base", (float)(config["rope_theta"] ?? config["rope_parameters"]?["rope_theta"] ?? 10000f));
        var names = falcon ? FalconNames : architecture is "gemma3" or "olmo2" ? BranchNormNames : LlamaNames;
        foreach (var (name, _, shape, bytes) in stored.Tensors)
        {
            var values = Converted(architecture, name, shape, MemoryMarshal.Cast<byte, float>(bytes).ToArray(), heads, groups);
            writer.Tensor(names.Aggregate(name, (text, pair) => text.Replace(pair.Stored, pair.Written, StringComparison.Ordinal)), shape, i => values[i]);
        }

        return writer;
    }

    private static float[] Converted(string architecture, string name, int[] shape, float[] values, int heads, int groups)
    {
        var columns = shape.Length == 1 ? 1 : shape[1];
        return architecture switch
        {
            "granite" or "smollm3" when name.Contains("q_proj", StringComparison.Ordinal) => Interleave(values, columns, heads),
            "granite" or "smollm3" when name.Contains("k_proj", StringComparison.Ordinal) => Interleave(values, columns, groups),
            "gemma" or "gemma3" when name.EndsWith("norm.weight", StringComparison.Ordinal) => [.. values.Select(value => value + 1)],
            "falcon" when name.Contains("query_key_value", StringComparison.Ordinal) => Ungroup(values, columns, heads, groups),
            _ => values,
        };
    }

    /// <summary>Rows [heads, 2, K/2] become [heads, K/2, 2].</summary>
    private static float[] Interleave(float[] values, int columns, int heads)
    {
        var rows = values.Chunk(columns).ToArray();
        var half = rows.Length / heads / 2;
        return [.. Enumerable.Range(0, heads)
            .SelectMany(head => Enumerable.Range(0, half).SelectMany(pair => new[] { (head * 2 * half) + pair, (head * 2 * half) + half + pair }))
            .SelectMany(row => rows[row])];
    }

    /// <summary>Groups of queries, key, value become all queries, all keys, all values.</summary>
    private static float[] Ungroup(float[] values, int columns, int heads, int groups)
    {
        var each = (heads / groups) + 2;
        var stored = values.Chunk(values.Length / columns / (heads + (2 * groups)) * columns).ToArray();
        var queries = stored.Where((_, at) => at % each < each - 2);
        return [.. queries.Concat(stored.Where((_, at) => at % each == each - 2)).Concat(stored.Where((_, at) => at % each == each - 1)).SelectMany(head => head)];
    }

    private static int Count(JsonObject config, string member, int otherwise = 0) =>
        int.Parse(config[member]?.ToJsonString() ?? otherwise.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
