using System.Globalization;
using System.Runtime.InteropServices;
using Interp.Models.Tests;

namespace Interp.Models.Families.Tests;

/// <summary>A BERT checkpoint as llama.cpp's converter writes it: names of its own, no masked-LM head.</summary>
internal static class BertGguf
{
    private static readonly (string Stored, string Written)[] Names =
    [
        ("bert.embeddings.word_embeddings.weight", "token_embd.weight"),
        ("bert.embeddings.position_embeddings.weight", "position_embd.weight"),
        ("bert.embeddings.token_type_embeddings.weight", "token_types.weight"),
        ("bert.embeddings.LayerNorm", "token_embd_norm"),
        ("attention.self.query", "attn_q"),
        ("attention.self.key", "attn_k"),
        ("attention.self.value", "attn_v"),
        ("attention.output.dense", "attn_output"),
        ("attention.output.LayerNorm", "attn_output_norm"),
        ("intermediate.dense", "ffn_up"),
        ("output.dense", "ffn_down"),
        ("output.LayerNorm", "layer_output_norm"),
        ("bert.encoder.layer.", "blk."),
    ];

    /// <summary>The bytes of the file.</summary>
    public static byte[] Of(SafetensorsModel stored)
    {
        var writer = new GgufWriter().Text("general.architecture", "bert");
        foreach (var (key, member) in new[]
        {
            ("context_length", "max_position_embeddings"), ("embedding_length", "hidden_size"), ("feed_forward_length", "intermediate_size"),
            ("block_count", "num_hidden_layers"), ("attention.head_count", "num_attention_heads"),
        })
        {
            writer.Size("bert." + key, uint.Parse(stored.Config[member]?.ToJsonString() ?? "0", CultureInfo.InvariantCulture));
        }

        writer.Number("bert.attention.layer_norm_epsilon", 1e-12f).Key("bert.attention.causal", 7, value => value.Write(false));
        foreach (var (name, _, shape, bytes) in stored.Tensors.Where(tensor => tensor.Name.StartsWith("bert.", StringComparison.Ordinal)))
        {
            var values = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
            writer.Tensor(Names.Aggregate(name, (text, pair) => text.Replace(pair.Stored, pair.Written, StringComparison.Ordinal)), shape, i => values[i]);
        }

        return writer.File();
    }
}
