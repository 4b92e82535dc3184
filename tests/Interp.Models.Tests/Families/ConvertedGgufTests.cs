using Interp.Contracts;
using Interp.Models.Tests;

namespace Interp.Models.Families.Tests;

/// <summary>What llama.cpp's converter makes of a checkpoint is the same model; what the format cannot say is refused.</summary>
[TestClass]
public sealed class ConvertedGgufTests
{
    [TestMethod]
    public void Olmo_2_is_the_same_model() => AssertSame("olmo2", new("olmo2"));

    [TestMethod]
    public void Phi_3_is_the_same_model() => AssertSame("phi3", new("phi3"), writer => writer
        .Size("phi3.rope.dimension_count", 4).Size("phi3.rope.scaling.original_context_length", 64).Size("phi3.attention.sliding_window", 5));

    [TestMethod]
    public void Phi_3_without_a_window_is_the_same_model() => AssertSame("phi3", new SafetensorsModel("phi3").With("sliding_window", "null"), writer => writer
        .Size("phi3.rope.dimension_count", 4).Size("phi3.attention.sliding_window", 0));

    [TestMethod]
    public void Phi_3_for_long_prompts_is_the_same_model_up_to_its_trained_length() => AssertSame(
        "phi3",
        new SafetensorsModel("phi3").With("original_max_position_embeddings", "16")
            .With("rope_scaling", "{\"type\": \"longrope\", \"short_factor\": [1.25, 2.0], \"long_factor\": [4.0, 8.0], \"attention_factor\": 1.25}"),
        writer => writer.Size("phi3.rope.dimension_count", 4).Size("phi3.attention.sliding_window", 5)
            .Size("phi3.rope.scaling.original_context_length", 16).Number("phi3.rope.scaling.attn_factor", 1.25f)
            .Tensor("rope_factors_short.weight", [2], pair => pair == 0 ? 1.25f : 2).Tensor("rope_factors_long.weight", [2], pair => pair == 0 ? 4 : 8),
        "contextCut");

    [TestMethod]
    public void Olmo_2_stretched_by_yarn_is_the_same_model() => AssertSame(
        "olmo2",
        new SafetensorsModel("olmo2").With("rope_parameters", "{\"rope_type\": \"yarn\", \"rope_theta\": 500000, \"factor\": 4.0, \"original_max_position_embeddings\": 16}"),
        writer => writer.Text("olmo2.rope.scaling.type", "yarn").Number("olmo2.rope.scaling.factor", 4).Size("olmo2.rope.scaling.original_context_length", 16));

    [TestMethod]
    public void Falcon_with_one_key_and_value_head_is_the_same_model()
    {
        // The converter writes no biases of matrices.
        var stored = new SafetensorsModel("falcon").With("bias", "false");
        stored.Tensors.RemoveAll(tensor => tensor.Name.EndsWith(".bias", StringComparison.Ordinal) && !tensor.Name.Contains("ln_", StringComparison.Ordinal) && !tensor.Name.Contains("layernorm", StringComparison.Ordinal));
        AssertSame("falcon", stored, writer => writer.Text("falcon.tensor_data_layout", "jploski"));
    }

    [TestMethod]
    public void Falcon_with_groups_is_the_same_model() =>
        AssertSame("falcon", new("falcon-groups"), writer => writer.Text("falcon.tensor_data_layout", "jploski"));

    [TestMethod]
    public void Granite_is_the_same_model() => AssertSame("granite", new("granite"), writer => Multipliers(writer).Size("granite.rope.dimension_count", 8));

    [TestMethod]
    public void Smollm_3_is_the_same_model() => AssertSame("smollm3", new SafetensorsModel("smollm3").Without("no_rope_layers"));

    [TestMethod]
    public void Gemma_is_the_same_model() =>
        AssertSame("gemma", new("gemma"), writer => writer.Size("gemma.attention.key_length", 16).Size("gemma.attention.value_length", 16));

    [TestMethod]
    public void Gemma_3_is_the_same_model() => AssertSame("gemma3", Gemma3(), writer => Widths(writer)
        .Size("gemma3.attention.sliding_window", 4).Size("gemma3.attention.sliding_window_pattern", 3)
        .Text("gemma3.rope.scaling.type", "linear").Number("gemma3.rope.scaling.factor", 8));

    [TestMethod]
    public void Gemma_3_says_its_cap_and_the_base_under_its_window()
    {
        var stored = Gemma3().With("final_logit_softcapping", "30.0").With("rope_local_base_freq", "500.0").Without("sliding_window_pattern", "rope_scaling");
        AssertSame("gemma3", stored, writer => Widths(writer)
            .Size("gemma3.attention.sliding_window", 4).Number("gemma3.final_logit_softcapping", 30).Number("gemma3.rope.freq_base_swa", 500));
    }

    [TestMethod]
    [DataRow("phi3", "rope_factors_long.weight", 2, "rope_factors_long.weight")]
    [DataRow("granite", "output.bias", 67, "output.bias")]
    [DataRow("olmo2", "token_embd_norm.weight", 32, "token_embd_norm.weight")]
    [DataRow("olmo2", "blk.1.attn_norm.weight", 32, "blk.1.attn_norm.weight")]
    public void A_tensor_that_is_not_used_is_refused_by_name(string architecture, string tensor, int length, string named) =>
        AssertRefused(architecture, writer => writer.Tensor(tensor, [length], _ => 1), named);

    [TestMethod]
    [DataRow("granite", "granite.rope.scaling.finetuned", false, "rope.scaling.finetuned")]
    public void A_flag_that_is_not_served_is_refused_by_name(string architecture, string key, bool value, string named) =>
        AssertRefused(architecture, writer => writer.Key(key, 7, file => file.Write(value)), named);

    [TestMethod]
    [DataRow("olmo2", "olmo2.attention.sliding_window")]
    [DataRow("olmo2", "olmo2.logit_scale")]
    [DataRow("phi3", "phi3.attention.clamp_kqv")]
    [DataRow("phi3", "phi3.expert_count")]
    [DataRow("granite", "granite.final_logit_softcapping")]
    [DataRow("smollm3", "smollm3.residual_scale")]
    [DataRow("smollm3", "smollm3.ssm.state_size")]
    [DataRow("falcon", "falcon.attention.max_alibi_bias")]
    public void A_key_that_is_not_served_is_refused_by_name(string architecture, string key) =>
        AssertRefused(architecture, writer => writer.Size(key, 3), key);

    [TestMethod]
    [DataRow("falcon", "falcon.tensor_data_layout", "reference")]
    [DataRow("phi3", "phi3.rope.scaling.type", "yarn")]
    public void A_text_that_is_not_served_is_refused_by_name(string architecture, string key, string value) =>
        AssertRefused(architecture, writer => writer.Text(key, value), key);

    [TestMethod]
    [DataRow("gptj")]
    [DataRow("phi2")]
    [DataRow("mamba")]
    [DataRow("qwen2moe")]
    [DataRow("deepseek2")]
    public void An_architecture_that_is_not_served_is_refused_by_name(string architecture) => AssertRefused("olmo2", _ => { }, architecture, architecture);

    private static void AssertRefused(string model, Action<GgufWriter> change, string named, string? architecture = null)
    {
        using var stored = new SafetensorsModel(model);
        using var folder = new TemporaryFolder();
        var writer = ConvertedGguf.Of(architecture ?? model, stored);
        change(writer);
        File.WriteAllBytes(folder.File("model.gguf"), writer.File());
        Refusals.Expect(ErrorKind.ModelUnsupported, () => ModelLoader.Load(folder.File("model.gguf"), 1, CancellationToken.None).Dispose(), named);
    }

    private static void AssertSame(string architecture, SafetensorsModel checkpoint, Action<GgufWriter>? change = null, params string[] warnings)
    {
        using var stored = checkpoint;
        using var folder = new TemporaryFolder();
        var writer = ConvertedGguf.Of(architecture, stored);
        change?.Invoke(writer);
        File.WriteAllBytes(folder.File("model.gguf"), writer.File());
        using var expected = stored.Load();
        using var actual = ModelLoader.Load(folder.File("model.gguf"), 2, CancellationToken.None);
        WeightComparison.AssertSame(expected.Weights, actual.Weights);
        SpecComparison.AssertSame(expected.Spec, actual.Spec);
        CollectionAssert.AreEqual(warnings, Codes(actual), string.Join('\n', actual.Warnings));
        CollectionAssert.AreEqual(warnings, Codes(expected), string.Join('\n', expected.Warnings));
    }

    private static string[] Codes(Model model) => [.. model.Warnings.Select(text => text.Split(':')[0])];

    /// <summary>Readers of the format know the scale of scores by the width of heads.</summary>
    private static SafetensorsModel Gemma3() => new SafetensorsModel("gemma3").With("query_pre_attn_scalar", "8");

    private static GgufWriter Widths(GgufWriter writer) => writer.Size("gemma3.attention.key_length", 8).Size("gemma3.attention.value_length", 8);

    private static GgufWriter Multipliers(GgufWriter writer) => writer
        .Number("granite.attention.scale", 0.25f).Number("granite.embedding_scale", 3).Number("granite.residual_scale", 0.5f).Number("granite.logit_scale", 4);
}
