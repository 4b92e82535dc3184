using Interp.Models.Tests;

namespace Interp.Models.Families.Tests;

/// <summary>One model in two formats is one model.</summary>
[TestClass]
public sealed class TwinTests
{
    [TestMethod]
    [TestCategory("R41")]
    [DataRow("llama-gqa-f32", "llama-gqa")]
    [DataRow("llama3-scaled-bf16", "llama3-scaled")]
    [DataRow("gpt2-f32", "gpt2")]
    [DataRow("qwen2-f16", "qwen2")]
    public void All_weights_of_a_gguf_file_equal_those_of_its_safetensors_twin(string gguf, string folder)
    {
        using var one = ModelLoader.Load(Repository.Golden("gguf", gguf + ".gguf"), 2, CancellationToken.None);
        using var two = ModelLoader.Load(Repository.Model("tiny/" + folder), 1, CancellationToken.None);
        WeightComparison.AssertSame(two.Weights, one.Weights);
        SpecComparison.AssertSame(two.Spec, one.Spec);
        Assert.IsEmpty(one.Warnings);
        Assert.IsEmpty(two.Warnings);
    }

    [TestMethod]
    public void Output_matrix_is_stored_with_the_width_last()
    {
        // o_proj is [D, H*K] in the file: entry [3, 10] of the file is entry [10, 3] here.
        using var model = ModelLoader.Load(Repository.Model("tiny/llama3-scaled"), 1, CancellationToken.None);
        using var file = Formats.Safetensors.SafetensorsFolder.Open(Repository.Model("tiny/llama3-scaled"));
        var tensor = file.Tensors["model.layers.1.self_attn.o_proj.weight"];
        var bits = BitConverter.ToUInt16(tensor.File.Bytes(tensor.Offset + (((3 * 64) + 10) * 2), 2));
        Assert.AreEqual(BitConverter.UInt32BitsToSingle((uint)bits << 16), model.Weights.Layers[1].Output.Row(10)[3]);
    }

    [TestMethod]
    public void The_embedded_model_is_what_its_card_says()
    {
        using var model = ModelLoader.Load(ModelFolders.Resolve(null), 2, CancellationToken.None);
        var spec = model.Spec;
        Assert.AreEqual((30, 576, 9, 3, 64, 1536, 49152, 8192), (spec.Layers, spec.Width, spec.Heads, spec.KvHeads, spec.HeadWidth, spec.FfWidth, spec.Vocabulary, spec.Context));
        Assert.AreEqual("smollm2-135m-instruct", model.Name);
        Assert.IsTrue(spec.Tied);
        Assert.AreSame(model.Weights.Embedding, model.Weights.Unembedding);
        CollectionAssert.AreEquivalent(new[] { ("F32", 61), ("Q4_1", 210), ("Q8_0", 1) }, model.Source.TensorTypes.Select(entry => (entry.Key, entry.Value)).ToArray());
        Assert.IsEmpty(model.Warnings);
    }

    [TestMethod]
    [TestCategory("R43")]
    [DataRow("qwen3-bf16", "qwen3", 8, "")]
    [DataRow("gptneox-f16", "neox", 11, "")]
    [DataRow("gemma2-f16", "gemma2", 11, "query")]
    public void A_gguf_file_of_fewer_bits_rounds_its_safetensors_twin(string gguf, string folder, int bits, string but)
    {
        // Gemma's queries carry the scale that the format has no key for.
        using var one = ModelLoader.Load(Repository.Golden("gguf", gguf + ".gguf"), 2, CancellationToken.None);
        using var two = ModelLoader.Load(Repository.Model("tiny/" + folder), 2, CancellationToken.None);
        var theirs = WeightComparison.All(one.Weights);
        foreach (var (name, weight) in WeightComparison.All(two.Weights).Where(entry => but.Length == 0 || !entry.Key.EndsWith(but, StringComparison.Ordinal)))
        {
            for (var row = 0; row < weight.Rows; row++)
            {
                for (var column = 0; column < weight.Columns; column++)
                {
                    var entry = weight.Row(row)[column];
                    Assert.AreEqual(entry, theirs[name].Row(row)[column], Math.ScaleB(Math.Abs(entry), -bits) + 1e-7, $"{name} [{row}, {column}]");
                }
            }
        }

        SpecComparison.AssertSame(two.Spec with { AttentionScale = 0 }, one.Spec with { AttentionScale = 0 });
    }

    [TestMethod]
    [TestCategory("R45")]
    public void Present_output_weights_are_used_in_gguf()
    {
        using var model = ModelLoader.Load(Repository.Golden("gguf", "llama-gqa-f32.gguf"), 1, CancellationToken.None);
        Assert.IsFalse(model.Spec.Tied);
        Assert.AreNotSame(model.Weights.Embedding, model.Weights.Unembedding);
    }
}
