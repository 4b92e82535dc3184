using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Interp.Benchmarks.Measuring;

/// <summary>A checkpoint of the shape of Qwen2 1.5B with random weights in bfloat16, in a temporary folder: 1,543,714,304 parameters, 3.1 GB.</summary>
internal sealed class RandomCheckpoint : IDisposable
{
    private const int Layers = 28, Width = 1536, Heads = 12, KvHeads = 2, FfWidth = 8960;
    private const int HeadWidth = Width / Heads;

    /// <summary>V.</summary>
    public const int Vocabulary = 151_936;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("interp-large-");

    /// <summary>Writes it.</summary>
    public RandomCheckpoint()
    {
        try
        {
            File.WriteAllText(System.IO.Path.Combine(Path, "config.json"), Config);
            using var file = File.Create(System.IO.Path.Combine(Path, "model.safetensors"), 1 << 20);
            Write(file);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder.</summary>
    public string Path => folder.FullName;

    /// <summary>Bytes of its files.</summary>
    public long Bytes => folder.EnumerateFiles().Sum(file => file.Length);

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);

    private static string Config => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "model_type": "qwen2", "architectures": ["Qwen2ForCausalLM"], "hidden_act": "silu", "rms_norm_eps": 1e-06, "rope_theta": 1000000.0,
          "vocab_size": {{Vocabulary}}, "hidden_size": {{Width}}, "intermediate_size": {{FfWidth}}, "num_hidden_layers": {{Layers}},
          "num_attention_heads": {{Heads}}, "num_key_value_heads": {{KvHeads}}, "max_position_embeddings": 4096, "tie_word_embeddings": true,
          "torch_dtype": "bfloat16"
        }
        """);

    private static IEnumerable<(string Name, int[] Shape)> Tensors()
    {
        yield return ("model.embed_tokens.weight", [Vocabulary, Width]);
        for (var layer = 0; layer < Layers; layer++)
        {
            var prefix = $"model.layers.{layer}.";
            yield return (prefix + "input_layernorm.weight", [Width]);
            yield return (prefix + "post_attention_layernorm.weight", [Width]);
            foreach (var (name, heads) in new[] { ("q", Heads), ("k", KvHeads), ("v", KvHeads) })
            {
                yield return ($"{prefix}self_attn.{name}_proj.weight", [heads * HeadWidth, Width]);
                yield return ($"{prefix}self_attn.{name}_proj.bias", [heads * HeadWidth]);
            }

            yield return (prefix + "self_attn.o_proj.weight", [Width, Width]);
            yield return (prefix + "mlp.gate_proj.weight", [FfWidth, Width]);
            yield return (prefix + "mlp.up_proj.weight", [FfWidth, Width]);
            yield return (prefix + "mlp.down_proj.weight", [Width, FfWidth]);
        }

        yield return ("model.norm.weight", [Width]);
    }

    private static void Write(FileStream file)
    {
        var header = new JsonObject();
        long at = 0;
        foreach (var (name, shape) in Tensors())
        {
            var bytes = 2 * shape.Aggregate(1L, (product, size) => product * size);
            header[name] = new JsonObject
            {
                ["dtype"] = "BF16",
                ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]),
                ["data_offsets"] = new JsonArray(at, at + bytes),
            };
            at += bytes;
        }

        var text = Encoding.UTF8.GetBytes(header.ToJsonString());
        text = [.. text, .. Enumerable.Repeat((byte)' ', (8 - (text.Length % 8)) % 8)];
        file.Write(BitConverter.GetBytes((ulong)text.Length));
        file.Write(text);
        var state = 0x9E3779B97F4A7C15UL;
        foreach (var (name, shape) in Tensors())
        {
            WriteTensor(file, shape.Aggregate(1L, (product, size) => product * size), name.EndsWith("norm.weight", StringComparison.Ordinal) ? 1 : 0, ref state);
        }
    }

    /// <summary>Numbers around <paramref name="mean"/>, evenly spread with a deviation of 0.02.</summary>
    private static void WriteTensor(FileStream file, long count, float mean, ref ulong state)
    {
        const float step = 0.02f * 1.7320508f / (1 << 15);
        var piece = new ushort[1 << 20];
        for (long done = 0; done < count; done += piece.Length)
        {
            var length = (int)Math.Min(piece.Length, count - done);
            for (var index = 0; index < length; index++)
            {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                piece[index] = (ushort)(BitConverter.SingleToUInt32Bits(mean + ((short)state * step)) >> 16);
            }

            file.Write(MemoryMarshal.AsBytes(piece.AsSpan(0, length)));
        }
    }
}
