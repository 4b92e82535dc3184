using Interp.Contracts;
using Interp.Models.Tests;

namespace Interp.Models.Families.Tests;

/// <summary>BERT and RoBERTa: names old and new, heads of every kind, positions.</summary>
[TestClass]
public sealed class EncoderTests
{
    [TestMethod]
    [DataRow("bert")]
    [DataRow("roberta")]
    public void A_masked_language_model_is_read_whole(string name)
    {
        using var stored = new SafetensorsModel(name);
        using var model = stored.Load();

        Assert.AreEqual((BlockOrder.Post, false, NormKind.Layer), (model.Spec.Order, model.Spec.Causal, model.Spec.Norm));
        Assert.AreEqual((211, 211, true), (model.Spec.Vocabulary, model.Weights.Embedding.Rows, model.Spec.Tied));
        Assert.IsNotNull(model.Weights.HeadTransform);
        Assert.IsNotNull(model.Weights.EmbeddingNorm);
        Assert.IsNull(model.Weights.FinalNorm);
        Assert.IsEmpty(model.Spec.Lacks());
        Assert.IsEmpty(model.Warnings);
    }

    [TestMethod]
    public void Norms_of_the_first_checkpoints_are_called_gamma_and_beta()
    {
        using var stored = new SafetensorsModel("bert");
        using var expected = stored.Load();
        Rename(stored, name => name.Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal).Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal));
        using var model = stored.Load();

        WeightComparison.AssertSame(expected.Weights, model.Weights);
    }

    [TestMethod]
    [DataRow("bert", "cls.predictions.bias", "cls.predictions.decoder.bias")]
    [DataRow("roberta", "lm_head.bias", "lm_head.decoder.bias")]
    public void The_output_bias_has_two_names_that_must_agree(string name, string usual, string other)
    {
        using var stored = new SafetensorsModel(name);
        using var expected = stored.Load();
        var bias = stored.Tensors.First(tensor => tensor.Name == usual);
        stored.Tensors.Add((other, bias.Type, bias.Shape, bias.Bytes));
        using (var both = stored.Load())
        {
            Assert.IsEmpty(both.Warnings);
        }

        stored.Tensors[^1] = (other, bias.Type, bias.Shape, new byte[bias.Bytes.Length]);
        using (var differing = stored.Load())
        {
            // The matrix product of the head adds the one beside its matrix.
            Assert.AreEqual(0, differing.Weights.UnembeddingBias?.Vector[7]);
            Assert.Contains(usual, differing.Warnings.Single(), StringComparison.Ordinal);
        }

        stored.Tensors[^1] = (other, bias.Type, bias.Shape, bias.Bytes);
        stored.Tensors.RemoveAll(tensor => tensor.Name == usual);
        using var alone = stored.Load();
        WeightComparison.AssertSame(expected.Weights, alone.Weights);
    }

    [TestMethod]
    public void An_untied_head_is_a_matrix_of_its_own()
    {
        using var stored = new SafetensorsModel("bert").With("tie_word_embeddings", "false");
        stored.Add("cls.predictions.decoder.weight", [211, 48], [.. Enumerable.Range(0, 211 * 48).Select(i => (float)i)]);
        using var model = stored.Load();

        Assert.AreEqual(210 * 48f, model.Weights.Unembedding.Row(210)[0]);
        Assert.IsFalse(model.Spec.Tied);
    }

    [TestMethod]
    public void Poolers_and_next_sentence_heads_are_of_other_tasks()
    {
        using var stored = new SafetensorsModel("bert");
        stored.Add("bert.pooler.dense.weight", [48, 48], new float[48 * 48]);
        stored.Add("bert.pooler.dense.bias", [48], new float[48]);
        stored.Add("cls.seq_relationship.weight", [2, 48], new float[96]);
        stored.Tensors.Insert(0, ("bert.embeddings.position_ids", "I64", [1, 66], new byte[66 * 8]));
        using var model = stored.Load();

        Assert.IsEmpty(model.Warnings);
    }

    [TestMethod]
    [DataRow("bert", "bert.", "cls.", "[\"BertModel\"]")]
    [DataRow("bert", "bert.", "cls.", null)]
    [DataRow("roberta", "roberta.", "lm_head.", "[\"RobertaForSequenceClassification\"]")]
    public void A_body_without_a_head_says_that_it_has_none(string name, string prefix, string head, string? architectures)
    {
        using var stored = new SafetensorsModel(name);
        _ = architectures is null ? stored.Without("architectures") : stored.With("architectures", architectures);
        stored.Tensors.RemoveAll(tensor => tensor.Name.StartsWith(head, StringComparison.Ordinal));
        Rename(stored, tensor => tensor.Replace(prefix, string.Empty, StringComparison.Ordinal));
        using var model = stored.Load();

        Assert.AreEqual((0, 211, true), (model.Spec.Vocabulary, model.Weights.Embedding.Rows, model.Spec.HasEmbedding));
        Assert.AreEqual("vocabulary head", string.Join(' ', model.Spec.Lacks()));
        Assert.Contains("no vocabulary head", model.Warnings.Single(), StringComparison.Ordinal);
        Assert.IsNull(model.Spec.HeadActivation);
    }

    [TestMethod]
    public void A_head_that_is_claimed_and_not_there_is_damage()
    {
        using var stored = new SafetensorsModel("bert");
        stored.Tensors.RemoveAll(tensor => tensor.Name.StartsWith("cls.", StringComparison.Ordinal));

        Refusals.Expect(ErrorKind.ModelDamaged, () => stored.Load(), "cls.predictions.transform.dense.weight");
    }

    [TestMethod]
    public void Roberta_counts_positions_past_its_padding_token()
    {
        using var stored = new SafetensorsModel("roberta");
        using var model = stored.Load();

        // As transformers: the padding token's own row where it stands, the others from the row after it on.
        CollectionAssert.AreEqual(new[] { 2, 1, 3, 1, 1, 4, 5 }, model.Spec.PositionRows([3, 1, 17, 1, 1, 99, 4]));
        Assert.AreEqual((64, 66), (model.Spec.Context, model.Weights.PositionEmbedding?.Rows));
    }

    [TestMethod]
    public void The_padding_token_decides_where_positions_begin()
    {
        using var stored = new SafetensorsModel("roberta").With("pad_token_id", "0");
        using var model = stored.Load();
        CollectionAssert.AreEqual(new[] { 1, 2, 0 }, model.Spec.PositionRows([3, 1, 0]));
        Assert.AreEqual(65, model.Spec.Context);

        stored.With("pad_token_id", "65");
        Refusals.Expect(ErrorKind.ModelDamaged, () => stored.Load(), "pad_token_id");
    }

    [TestMethod]
    public void Robertas_head_has_the_exact_gelu_whatever_its_blocks_have()
    {
        using var roberta = new SafetensorsModel("roberta").With("hidden_act", "\"relu\"");
        using var bert = new SafetensorsModel("bert").With("hidden_act", "\"relu\"");
        using var one = roberta.Load();
        using var two = bert.Load();

        Assert.AreEqual((Activation.Relu, Activation.GeluErf), (one.Spec.Activation, one.Spec.HeadActivation));
        Assert.AreEqual((Activation.Relu, Activation.Relu), (two.Spec.Activation, two.Spec.HeadActivation));
    }

    [TestMethod]
    [DataRow("xlm-roberta")]
    [DataRow("camembert")]
    public void Families_that_are_built_like_roberta_are_read_like_it(string type)
    {
        using var stored = new SafetensorsModel("roberta");
        using var expected = stored.Load();
        using var model = stored.With("model_type", $"\"{type}\"").Load();

        WeightComparison.AssertSame(expected.Weights, model.Weights);
        Assert.AreEqual(expected.Spec with { Family = type, Windows = expected.Spec.Windows }, model.Spec with { Windows = expected.Spec.Windows });
    }

    [TestMethod]
    public void An_encoder_in_gguf_is_its_safetensors_twin_without_a_head()
    {
        using var stored = new SafetensorsModel("bert");
        using var expected = stored.Load();
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("bert.gguf"), BertGguf.Of(stored));
        using var model = ModelLoader.Load(folder.File("bert.gguf"), 1, CancellationToken.None);

        WeightComparison.AssertSame(expected.Weights with { HeadTransform = null, Unembedding = model.Weights.Unembedding, UnembeddingBias = null }, model.Weights);
        Assert.AreEqual((0, false, 2, false), (model.Spec.Vocabulary, model.Spec.Causal, model.Spec.TypeCount, model.Spec.Tied));
        Assert.AreEqual(expected.Spec.Context, model.Spec.Context);
    }

    private static void Rename(SafetensorsModel stored, Func<string, string> rename)
    {
        for (var i = 0; i < stored.Tensors.Count; i++)
        {
            var (name, type, shape, bytes) = stored.Tensors[i];
            stored.Tensors[i] = (rename(name), type, shape, bytes);
        }
    }
}
