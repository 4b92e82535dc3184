using Interp.Contracts;
using Interp.Models.Tests;

namespace Interp.Models.Families.Tests;

/// <summary>Checkpoints that lack a part as a whole are read for what they hold, and say what they lack; others are damaged.</summary>
[TestClass]
public sealed class PartialCheckpointTests
{
    [TestMethod]
    public void Attention_alone_is_read_for_analyses_of_weights()
    {
        using var stored = new SafetensorsModel("gpt2");
        using var whole = stored.Load();
        Remove(stored, name => name.EndsWith("wte.weight", StringComparison.Ordinal) || (name.Contains(".mlp.", StringComparison.Ordinal) && name.EndsWith(".weight", StringComparison.Ordinal)));
        using var model = stored.Load();

        Assert.AreEqual((0, 0, false), (model.Spec.FfWidth, model.Spec.Vocabulary, model.Spec.HasEmbedding));
        Assert.AreEqual("token embedding, feed-forward matrices, vocabulary head", string.Join(", ", model.Spec.Lacks()));
        Assert.IsTrue(model.Warnings.Single().StartsWith("partial: ", StringComparison.Ordinal));
        for (var layer = 0; layer < model.Spec.Layers; layer++)
        {
            CollectionAssert.AreEqual(whole.Weights.Layers[layer].Output.Row(5).ToArray(), model.Weights.Layers[layer].Output.Row(5).ToArray());
            Assert.AreEqual(0, model.Weights.Layers[layer].Out.Rows);
        }
    }

    [TestMethod]
    public void An_encoder_without_embeddings_keeps_its_layers()
    {
        using var stored = new SafetensorsModel("bert").With("architectures", "[\"BertForSequenceClassification\"]");
        Remove(stored, name => name.StartsWith("bert.embeddings.", StringComparison.Ordinal) || name.StartsWith("cls.", StringComparison.Ordinal));
        using var model = stored.Load();

        Assert.AreEqual("token embedding, vocabulary head", string.Join(", ", model.Spec.Lacks()));
        Assert.IsNull(model.Weights.PositionEmbedding);
    }

    [TestMethod]
    public void A_decoder_saved_without_its_head_by_name_says_that_it_has_none()
    {
        using var stored = new SafetensorsModel("llama-gqa").With("architectures", "[\"LlamaModel\"]");
        Remove(stored, name => name == "lm_head.weight");
        using var model = stored.Load();

        Assert.AreEqual("vocabulary head", string.Join(", ", model.Spec.Lacks()));
        Assert.AreEqual(211, model.Weights.Embedding.Rows);
    }

    [TestMethod]
    [DataRow("gpt2", "transformer.h.1.mlp.c_fc.weight", "transformer.h.1.mlp.c_fc.weight")]
    [DataRow("gpt2", "transformer.h.0.mlp.c_proj.weight", "transformer.h.0.mlp.c_proj.weight")]
    [DataRow("gpt2", "transformer.h.0.attn.c_attn.weight", "transformer.h.0.attn.c_attn.weight")]
    [DataRow("gpt2", "transformer.wpe.weight", "transformer.wpe.weight")]
    [DataRow("bert", "bert.embeddings.token_type_embeddings.weight", "token_type_embeddings")]
    [DataRow("bert", "cls.predictions.transform.LayerNorm.bias", "cls.predictions.transform.LayerNorm.bias")]
    [DataRow("bert", "bert.embeddings.word_embeddings.weight", "bert.embeddings.word_embeddings.weight")]
    [DataRow("roberta", "roberta.embeddings.word_embeddings.weight", "roberta.embeddings.word_embeddings.weight")]
    public void A_part_of_which_something_is_missing_is_damage(string model, string removed, string named)
    {
        using var stored = new SafetensorsModel(model);
        Remove(stored, name => name == removed);

        Refusals.Expect(ErrorKind.ModelDamaged, () => stored.Load(), named);
    }

    [TestMethod]
    public void Feed_forwards_in_some_layers_only_are_damage()
    {
        using var stored = new SafetensorsModel("llama-gqa");
        Remove(stored, name => name.StartsWith("model.layers.0.mlp.", StringComparison.Ordinal));

        Refusals.Expect(ErrorKind.ModelDamaged, () => stored.Load(), "model.layers.0.mlp");
    }

    private static void Remove(SafetensorsModel stored, Predicate<string> gone) => stored.Tensors.RemoveAll(tensor => gone(tensor.Name));
}
