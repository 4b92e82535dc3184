using Interp.Contracts;
using Interp.Models.Tests;

namespace Interp.Models.Families.Tests;

/// <summary>What is particular to families whose numbers tests/golden/forward/*-published.json holds.</summary>
[TestClass]
public sealed class FurtherFamilyTests
{
    [TestMethod]
    public void Layers_without_positions_are_listed_or_every_fourth()
    {
        using var listed = new SafetensorsModel("smollm3");
        using var usual = new SafetensorsModel("smollm3").Without("no_rope_layers");
        using var wrong = new SafetensorsModel("smollm3").With("no_rope_layers", "[1, 0]");
        using var one = listed.Load();
        using var two = usual.Load();

        CollectionAssert.AreEqual(new[] { true, false, true, false }, Turns(one));
        CollectionAssert.AreEqual(new[] { true, true, true, false }, Turns(two));
        Refusals.Expect(ErrorKind.ModelDamaged, () => wrong.Load(), "no_rope_layers");

        static bool[] Turns(Model model) => [.. Enumerable.Range(0, model.Spec.Layers).Select(layer => model.Spec.RotaryOf(layer) is not null)];
    }

    [TestMethod]
    public void Gemma_3_has_one_rotation_under_its_window_and_another_without()
    {
        using var older = new SafetensorsModel("gemma3");
        using var newer = new SafetensorsModel("gemma3").Without("rope_theta", "rope_local_base_freq", "rope_scaling", "sliding_window_pattern")
            .With("layer_types", "[\"sliding_attention\", \"sliding_attention\", \"full_attention\"]")
            .With("rope_parameters", "{\"full_attention\": {\"rope_type\": \"linear\", \"factor\": 8.0, \"rope_theta\": 1000000.0}, \"sliding_attention\": {\"rope_type\": \"default\", \"rope_theta\": 10000.0}}");
        using var one = older.Load();
        using var two = newer.Load();
        for (var layer = 0; layer < 3; layer++)
        {
            var slides = layer < 2;
            Assert.AreEqual(slides ? 4 : null, one.Spec.WindowOf(layer));
            Assert.AreEqual(slides ? 1 : 1 / 8.0, one.Spec.RotaryOf(layer)?.Frequencies[0]);
            Assert.AreEqual(slides ? Math.Pow(10000, -0.25) : Math.Pow(1e6, -0.25) / 8, one.Spec.RotaryOf(layer)?.Frequencies[1] ?? 0, 1e-15);
            CollectionAssert.AreEqual(one.Spec.RotaryOf(layer)?.Frequencies.ToArray(), two.Spec.RotaryOf(layer)?.Frequencies.ToArray());
            Assert.AreEqual(one.Spec.WindowOf(layer), two.Spec.WindowOf(layer));
        }
    }

    [TestMethod]
    public void Granites_multipliers_are_in_its_matrices()
    {
        using var scaled = new SafetensorsModel("granite");
        using var plain = new SafetensorsModel("granite").With("residual_multiplier", "1.0").With("logits_scaling", "1.0");
        using var one = scaled.Load();
        using var two = plain.Load();

        Assert.AreEqual((3.0, 0.25), (one.Spec.EmbeddingScale, one.Spec.AttentionScale));
        Assert.AreEqual(two.Weights.Layers[1].Out.Row(7)[3] / 2, one.Weights.Layers[1].Out.Row(7)[3]);
        Assert.AreEqual(two.Weights.Layers[0].OutputBias?.Vector[5] / 2, one.Weights.Layers[0].OutputBias?.Vector[5]);
        Assert.AreEqual(two.Weights.FinalNorm?.Gain.Vector[5] / 4, one.Weights.FinalNorm?.Gain.Vector[5]);
        Assert.AreEqual(two.Weights.Layers[1].In.Row(7)[3], one.Weights.Layers[1].In.Row(7)[3]);
    }

    [TestMethod]
    public void The_two_norms_of_gpt_j_are_one()
    {
        using var stored = new SafetensorsModel("gptj");
        using var model = stored.Load();

        Assert.AreEqual(BlockOrder.Parallel, model.Spec.Order);
        CollectionAssert.AreEqual(model.Weights.Layers[1].Ln1?.Gain.Vector.ToArray(), model.Weights.Layers[1].Ln2?.Gain.Vector.ToArray());
    }

    [TestMethod]
    public void Falcons_order_and_heads_follow_its_flags()
    {
        using var single = new SafetensorsModel("falcon");
        using var groups = new SafetensorsModel("falcon-groups");
        using var sequential = new SafetensorsModel("falcon").With("parallel_attn", "false");
        using var one = single.Load();
        using var two = groups.Load();

        Assert.AreEqual((1, BlockOrder.Parallel), (one.Spec.KvHeads, one.Spec.Order));
        Assert.AreEqual((2, BlockOrder.Parallel), (two.Spec.KvHeads, two.Spec.Order));
        Refusals.Expect(ErrorKind.ModelDamaged, () => sequential.Load(), "post_attention_layernorm");
    }

    [TestMethod]
    public void Gpt_neos_windows_are_repeated_kinds_of_layers()
    {
        using var stored = new SafetensorsModel("gpt-neo");
        using var far = new SafetensorsModel("gpt-neo").With("attention_types", "[[[\"global\"], 3]]");
        using var more = new SafetensorsModel("gpt-neo").With("attention_types", "[[[\"global\", \"local\"], 2000000000]]");
        using var odd = new SafetensorsModel("gpt-neo").With("attention_types", "[\"global\", \"local\", \"local\"]");
        using var one = stored.Load();
        using var two = far.Load();

        CollectionAssert.AreEqual(new int?[] { null, 4, 4 }, Enumerable.Range(0, 3).Select(one.Spec.WindowOf).ToArray());
        Assert.IsTrue(Enumerable.Range(0, 3).All(layer => two.Spec.WindowOf(layer) is null));
        Assert.AreEqual(1, one.Spec.AttentionScale);
        Refusals.Expect(ErrorKind.ModelDamaged, () => more.Load().Dispose(), "attention_types");
        Refusals.Expect(ErrorKind.ModelDamaged, () => odd.Load().Dispose(), "attention_types");
    }

    [TestMethod]
    public void Olmo_2_has_norms_behind_its_branches_alone()
    {
        using var stored = new SafetensorsModel("olmo2");
        using var model = stored.Load();
        var layer = model.Weights.Layers[2];

        Assert.IsNull(layer.Ln1);
        Assert.IsNull(layer.Ln2);
        Assert.AreEqual((32, 16), (layer.QueryNorm?.Gain.Columns, layer.KeyNorm?.Gain.Columns));
        Assert.IsNotNull(layer.AttentionBranchNorm);
        Assert.IsNotNull(layer.FeedForwardBranchNorm);
        Assert.AreEqual((false, true), (model.Spec.InputNorms, model.Spec.JointHeadNorms));
    }

    [TestMethod]
    [DataRow("starcoder2", "use_bias", "self_attn.o_proj.bias")]
    [DataRow("granite", "attention_bias", "self_attn.o_proj.bias")]
    public void Biases_are_there_where_the_flag_says_so(string name, string flag, string tensor)
    {
        using var without = new SafetensorsModel(name).With(flag, "false");
        Refusals.Expect(ErrorKind.ModelUnsupported, () => without.Load().Dispose(), ".bias");
        without.Tensors.RemoveAll(stored => stored.Name.EndsWith(".bias", StringComparison.Ordinal) && !stored.Name.Contains("norm", StringComparison.Ordinal));
        using var model = without.Load();
        Assert.IsNull(model.Weights.Layers[0].OutputBias);

        using var lacking = new SafetensorsModel(name);
        lacking.Tensors.RemoveAll(stored => stored.Name.EndsWith(tensor, StringComparison.Ordinal));
        Refusals.Expect(ErrorKind.ModelDamaged, () => lacking.Load().Dispose(), tensor);
    }
}
