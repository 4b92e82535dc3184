using System.Globalization;
using Interp.Contracts;
using Interp.Models.Tests;

namespace Interp.Models.Families.Tests;

/// <summary>Members of config.json are read, refused by name, or warned of.</summary>
[TestClass]
public sealed class ConfigTests
{
    [TestMethod]
    [TestCategory("R31")]
    [TestCategory("R39")]
    [DataRow("llama-gqa", "hidden_act", "\"wiggle\"", "wiggle")]
    [DataRow("llama-gqa", "hidden_act", "\"quick_gelu\"", "quick_gelu")]
    [DataRow("llama-gqa", "model_type", "\"parrot\"", "parrot")]
    [DataRow("llama-gqa", "quantization_config", "{\"quant_method\": \"gptq\"}", "gptq")]
    [DataRow("llama-gqa", "num_local_experts", "8", "8 experts")]
    [DataRow("llama-gqa", "rope_scaling", "{\"rope_type\": \"ntk\", \"factor\": 2.0}", "ntk")]
    [DataRow("llama-gqa", "rope_scaling", "{\"rope_type\": \"yarn\", \"factor\": 2.0, \"spin\": 3}", "rope_scaling.spin")]
    [DataRow("llama-gqa", "rope_scaling", "{\"type\": \"dynamic\", \"factor\": 2.0, \"original_max_position_embeddings\": 16}", "dynamic")]
    [DataRow("llama-gqa", "rope_scaling", "{\"type\": \"linear\", \"factor\": 2.0, \"spin\": 3}", "rope_scaling.spin")]
    [DataRow("llama-gqa", "rope_parameters", "{\"full_attention\": {\"rope_theta\": 1.0}}", "rope_parameters.full_attention")]
    [DataRow("llama-gqa", "partial_rotary_factor", "0.5", "partial_rotary_factor")]
    [DataRow("llama-gqa", "rotary_dim", "4", "rotary_dim")]
    [DataRow("gpt2", "scale_attn_weights", "false", "scale_attn_weights")]
    [DataRow("gpt2", "scale_attn_by_inverse_layer_idx", "true", "scale_attn_by_inverse_layer_idx")]
    [DataRow("gpt2", "add_cross_attention", "true", "add_cross_attention")]
    [DataRow("gemma2", "use_bidirectional_attention", "true", "use_bidirectional_attention")]
    [DataRow("qwen2", "layer_types", "[\"full_attention\", \"chunked_attention\", \"full_attention\"]", "chunked_attention")]
    [DataRow("neox", "rotary_dim", "2", "rotary_dim")]
    [DataRow("opt", "do_layer_norm_before", "false", "do_layer_norm_before")]
    [DataRow("opt", "word_embed_proj_dim", "32", "word_embed_proj_dim")]
    [DataRow("gpt2", "pruned_heads", "{\"0\": [1]}", "pruned_heads")]
    [DataRow("bert", "is_decoder", "true", "is_decoder")]
    [DataRow("bert", "is_causal", "true", "is_causal")]
    [DataRow("bert", "add_cross_attention", "true", "add_cross_attention")]
    [DataRow("bert", "position_embedding_type", "\"relative_key\"", "relative_key")]
    [DataRow("bert", "hidden_act", "\"mish\"", "mish")]
    [DataRow("bert", "embedding_size", "24", "embedding_size")]
    [DataRow("roberta", "position_embedding_type", "\"relative_key_query\"", "relative_key_query")]
    [DataRow("roberta", "is_decoder", "true", "is_decoder")]
    [DataRow("neox", "rope_theta", "500.0", "rope_theta")]
    [DataRow("phi3", "rope_scaling", "{\"type\": \"longrope\", \"short_factor\": [1, 1], \"long_factor\": [1, 1], \"spin\": 3}", "rope_scaling.spin")]
    [DataRow("phi3", "attention_bias", "true", "attention_bias")]
    [DataRow("gptj", "rotary_dim", "null", "rotary_dim")]
    [DataRow("falcon", "alibi", "true", "alibi")]
    [DataRow("falcon", "apply_residual_connection_post_layernorm", "true", "apply_residual_connection_post_layernorm")]
    [DataRow("gemma3", "attention_bias", "true", "attention_bias")]
    [DataRow("gemma3", "rope_parameters", "{\"full_attention\": {\"rope_type\": \"yarn\", \"factor\": 2.0}}", "yarn")]
    [DataRow("gemma3", "rope_parameters", "{\"full_attention\": {}, \"other_attention\": {}}", "rope_parameters.other_attention")]
    [DataRow("gemma3", "attn_logit_softcapping", "50.0", "attn_logit_softcapping")]
    [DataRow("olmo2", "clip_qkv", "8.0", "clip_qkv")]
    [DataRow("olmo2", "layer_types", "[\"full_attention\", \"sliding_attention\", \"full_attention\"]", "layer_types")]
    [DataRow("smollm3", "layer_types", "[\"full_attention\", \"sliding_attention\", \"full_attention\", \"full_attention\"]", "layer_types")]
    [DataRow("gemma", "hidden_act", "\"gelu\"", "hidden_act")]
    [DataRow("gemma", "hidden_activation", "\"relu\"", "hidden_act")]
    [DataRow("phi", "qk_layernorm", "true", "qk_layernorm")]
    [DataRow("gpt-neo", "attention_types", "[[[\"global\", \"linear\", \"local\"], 1]]", "linear")]
    [DataRow("starcoder2", "attention_multiplier", "0.5", "attention_multiplier")]
    [DataRow("llama-gqa", "model_type", "\"gemma3\"", "gemma3")]
    [DataRow("llama-gqa", "model_type", "\"mixtral\"", "mixtral")]
    [DataRow("llama-gqa", "model_type", "\"cohere\"", "cohere")]
    [DataRow("llama-gqa", "model_type", "\"mamba\"", "mamba")]
    [DataRow("bert", "model_type", "\"distilbert\"", "distilbert")]
    public void What_is_not_served_is_refused_by_name(string model, string member, string json, string named)
    {
        using var changed = new SafetensorsModel(model).With(member, json);
        Refusals.Expect(ErrorKind.ModelUnsupported, () => changed.Load(), named);
    }

    [TestMethod]
    [DataRow("gpt_bigcode")]
    [DataRow("olmo")]
    [DataRow("olmo3")]
    [DataRow("stablelm")]
    [DataRow("cohere2")]
    [DataRow("mpt")]
    [DataRow("bloom")]
    [DataRow("codegen")]
    [DataRow("qwen2_moe")]
    [DataRow("qwen3_moe")]
    [DataRow("deepseek_v3")]
    [DataRow("albert")]
    [DataRow("electra")]
    [DataRow("t5")]
    [DataRow("llama4_text")]
    [DataRow("glm")]
    [DataRow("nemotron")]
    [DataRow("minicpm")]
    [DataRow("ministral")]
    [DataRow("helium")]
    [DataRow("bitnet")]
    [DataRow("granitemoe")]
    [DataRow("falcon_h1")]
    public void A_family_that_is_not_served_is_refused_by_its_name(string type)
    {
        using var changed = new SafetensorsModel("llama-gqa").With("model_type", $"\"{type}\"");
        Refusals.Expect(ErrorKind.ModelUnsupported, () => changed.Load().Dispose(), $"\"{type}\"");
    }

    [TestMethod]
    [DataRow("hidden_size", "\"48\"")]
    [DataRow("hidden_size", "1e30")]
    [DataRow("num_hidden_layers", "1000000000")]
    [DataRow("num_hidden_layers", "-1")]
    [DataRow("num_hidden_layers", "60000")]
    [DataRow("num_key_value_heads", "4")]
    [DataRow("num_key_value_heads", "12")]
    [DataRow("head_dim", "1000000000")]
    [DataRow("vocab_size", "212")]
    [DataRow("rms_norm_eps", "0")]
    [DataRow("rope_theta", "-1")]
    [DataRow("rope_scaling", "{\"rope_type\": \"longrope\", \"short_factor\": [1, 1], \"long_factor\": [1]}")]
    [DataRow("rope_scaling", "{\"rope_type\": \"longrope\", \"short_factor\": [1, 1]}")]
    [DataRow("rope_scaling", "{\"rope_type\": \"longrope\", \"short_factor\": [0, 1, 1, 1], \"long_factor\": [1, 1, 1, 1]}")]
    [DataRow("rope_scaling", "{\"rope_type\": \"llama3\", \"factor\": 2.0, \"low_freq_factor\": 4.0, \"high_freq_factor\": 4.0, \"original_max_position_embeddings\": 32}")]
    public void Sizes_that_cannot_be_are_damage(string member, string json)
    {
        using var changed = new SafetensorsModel("llama-gqa").With(member, json);
        Refusals.Expect(ErrorKind.ModelDamaged, () => changed.Load());
    }

    [TestMethod]
    public void A_member_that_nobody_knows_is_warned_of_by_name()
    {
        using var changed = new SafetensorsModel("llama-gqa").With("wobble", "0.5");
        using var model = changed.Load();
        Assert.ContainsSingle(model.Warnings);
        Assert.Contains("wobble", model.Warnings[0], StringComparison.Ordinal);
    }

    [TestMethod]
    public void Biases_that_the_settings_announce_are_read()
    {
        using var changed = new SafetensorsModel("llama-gqa").With("attention_bias", "true").With("mlp_bias", "true");
        var widths = new Dictionary<string, int>
        {
            ["self_attn.q_proj"] = 48, ["self_attn.k_proj"] = 16, ["self_attn.v_proj"] = 16, ["self_attn.o_proj"] = 48,
            ["mlp.gate_proj"] = 112, ["mlp.up_proj"] = 112, ["mlp.down_proj"] = 48,
        };
        foreach (var (name, width) in widths)
        {
            for (var layer = 0; layer < 3; layer++)
            {
                changed.Add(string.Create(CultureInfo.InvariantCulture, $"model.layers.{layer}.{name}.bias"), [width], [.. Enumerable.Range(0, width).Select(i => (float)(i + layer))]);
            }
        }

        using var model = changed.Load();
        var last = model.Weights.Layers[2];
        foreach (var bias in new[] { last.QueryBias, last.KeyBias, last.ValueBias, last.OutputBias, last.InBias, last.UpBias, last.OutBias })
        {
            Assert.IsNotNull(bias);
            Assert.AreEqual(2 + 15f, bias.Vector[15]);
        }
    }

    [TestMethod]
    public void Biases_that_the_settings_do_not_announce_are_refused_by_name()
    {
        using var changed = new SafetensorsModel("llama-gqa");
        changed.Add("model.layers.1.self_attn.q_proj.bias", [48], new float[48]);
        Refusals.Expect(ErrorKind.ModelUnsupported, () => changed.Load(), "model.layers.1.self_attn.q_proj.bias");
    }

    [TestMethod]
    [TestCategory("R35")]
    public void A_width_that_the_heads_do_not_divide_is_read_where_the_head_width_is_given()
    {
        using var changed = new SafetensorsModel("llama-gqa").With("hidden_size", "44");
        for (var i = 0; i < changed.Tensors.Count; i++)
        {
            var (name, type, shape, _) = changed.Tensors[i];
            int[] narrow = [.. shape.Select((axis, at) => axis == 48 && !(at == 0 && name.Contains("q_proj", StringComparison.Ordinal)) && !(at == 1 && name.Contains("o_proj", StringComparison.Ordinal)) ? 44 : axis)];
            changed.Tensors[i] = (name, type, narrow, new byte[narrow.Aggregate(4, (product, axis) => product * axis)]);
        }

        using var model = changed.Load();
        Assert.AreEqual((44, 6, 8), (model.Spec.Width, model.Spec.Heads, model.Spec.HeadWidth));
        Assert.AreEqual((48, 44), (model.Weights.Layers[0].Output.Rows, model.Weights.Layers[0].Output.Columns));
    }

    [TestMethod]
    public void Names_without_the_prefix_are_the_same_model()
    {
        foreach (var (name, prefix) in new[] { ("gpt2", "transformer."), ("llama3-scaled", "model.") })
        {
            using var stored = new SafetensorsModel(name);
            using var expected = stored.Load();
            for (var i = 0; i < stored.Tensors.Count; i++)
            {
                var (full, type, shape, bytes) = stored.Tensors[i];
                stored.Tensors[i] = (full.Replace(prefix, string.Empty, StringComparison.Ordinal), type, shape, bytes);
            }

            using var actual = stored.Load();
            WeightComparison.AssertSame(expected.Weights, actual.Weights);
        }
    }

    [TestMethod]
    [TestCategory("R53")]
    public void Saved_masks_and_frequencies_are_no_weights()
    {
        using var changed = new SafetensorsModel("gpt2");
        changed.Tensors.Insert(0, ("transformer.h.0.attn.bias", "BOOL", [1, 1, 3, 3], new byte[9]));
        changed.Add("transformer.h.1.attn.masked_bias", [], [-1e4f]);
        using var model = changed.Load();
        Assert.IsEmpty(model.Warnings);
    }

    [TestMethod]
    [TestCategory("R37")]
    public void A_tied_model_uses_the_embedding_and_names_a_head_that_differs()
    {
        using var same = new SafetensorsModel("gpt2");
        var table = same.Tensors.First(tensor => tensor.Name == "transformer.wte.weight");
        same.Tensors.Add(("lm_head.weight", table.Type, table.Shape, table.Bytes));
        using (var model = same.Load())
        {
            Assert.IsEmpty(model.Warnings);
        }

        same.Tensors[^1] = ("lm_head.weight", table.Type, table.Shape, [.. table.Bytes.Reverse()]);
        using var other = same.Load();
        Assert.AreSame(other.Weights.Embedding, other.Weights.Unembedding);
        Assert.ContainsSingle(other.Warnings);
        Assert.Contains("lm_head.weight", other.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("transformer.wte.weight", other.Warnings[0], StringComparison.Ordinal);
    }

    [TestMethod]
    [TestCategory("R29")]
    public void Parallel_branches_are_the_rule_where_the_settings_say_nothing()
    {
        using var absent = new SafetensorsModel("neox").Without("use_parallel_residual");
        using var off = new SafetensorsModel("neox").With("use_parallel_residual", "false");
        using var one = absent.Load();
        using var two = off.Load();
        Assert.AreEqual(BlockOrder.Parallel, one.Spec.Order);
        Assert.AreEqual(BlockOrder.Pre, two.Spec.Order);
    }

    [TestMethod]
    public void An_untied_model_without_a_head_is_damaged()
    {
        using var changed = new SafetensorsModel("llama-gqa");
        changed.Tensors.RemoveAll(tensor => tensor.Name == "lm_head.weight");
        Refusals.Expect(ErrorKind.ModelDamaged, () => changed.Load(), "lm_head.weight");
    }

    [TestMethod]
    [TestCategory("R33")]
    [DataRow("gelu", Activation.GeluErf)]
    [DataRow("gelu_new", Activation.GeluTanh)]
    [DataRow("gelu_pytorch_tanh", Activation.GeluTanh)]
    [DataRow("gelu_fast", Activation.GeluTanh)]
    [DataRow("relu", Activation.Relu)]
    [DataRow("swish", Activation.Silu)]
    public void Activations_are_known_by_all_their_names(string name, Activation expected)
    {
        using var changed = new SafetensorsModel("neox").With("hidden_act", $"\"{name}\"");
        using var model = changed.Load();
        Assert.AreEqual(expected, model.Spec.Activation);
    }
}
