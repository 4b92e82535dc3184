using Interp.Contracts;
using Interp.Models.Tests;

namespace Interp.Models.Families.Tests;

/// <summary>Members of other families that would change numbers are refused by name, but for the values that change nothing.</summary>
[TestClass]
public sealed class ForeignSettingsTests
{
    [TestMethod]
    [DataRow("llama-gqa", "attention_multiplier", "0.5")]
    [DataRow("llama-gqa", "residual_multiplier", "0.5")]
    [DataRow("llama-gqa", "embedding_multiplier", "12")]
    [DataRow("llama-gqa", "logits_scaling", "4.0")]
    [DataRow("llama-gqa", "logit_scale", "0.0625")]
    [DataRow("llama-gqa", "no_rope_layers", "[1, 0, 1]")]
    [DataRow("llama-gqa", "layer_types", "[\"sliding_attention\", \"full_attention\", \"full_attention\"]")]
    [DataRow("llama-gqa", "sliding_window", "5")]
    [DataRow("llama-gqa", "attn_logit_softcapping", "50.0")]
    [DataRow("llama-gqa", "final_logit_softcapping", "30.0")]
    [DataRow("llama-gqa", "query_pre_attn_scalar", "256")]
    [DataRow("llama-gqa", "clip_qkv", "8.0")]
    [DataRow("llama-gqa", "use_parallel_residual", "true")]
    [DataRow("llama-gqa", "rotary_pct", "0.5")]
    [DataRow("llama-gqa", "attention_chunk_size", "16")]
    [DataRow("llama-gqa", "kv_lora_rank", "4")]
    [DataRow("llama-gqa", "text_config", "{\"hidden_size\": 48}")]
    [DataRow("llama-gqa", "vision_config", "{\"hidden_size\": 48}")]
    [DataRow("llama-gqa", "compression_config", "{\"format\": \"pack-quantized\"}")]
    [DataRow("llama-gqa", "quantization", "{\"bits\": 4, \"group_size\": 64}")]
    [DataRow("mistral-window", "layer_types", "[\"full_attention\", \"sliding_attention\"]")]
    [DataRow("gpt2", "head_dim", "5")]
    [DataRow("gpt2", "num_key_value_heads", "1")]
    [DataRow("gpt2", "rope_theta", "10000.0")]
    [DataRow("gpt2", "multi_query", "true")]
    [DataRow("gpt2", "position_embedding_type", "\"alibi\"")]
    [DataRow("neox", "head_dim", "5")]
    [DataRow("neox", "num_key_value_heads", "1")]
    [DataRow("opt", "scale_embedding", "true")]
    [DataRow("bert", "num_key_value_heads", "1")]
    [DataRow("bert", "rope_theta", "10000.0")]
    [DataRow("bert", "alibi", "true")]
    [DataRow("qwen3", "residual_multiplier", "0.5")]
    [DataRow("phi3", "query_pre_attn_scalar", "256")]
    [DataRow("falcon", "sliding_window", "4")]
    public void A_value_that_changes_numbers_is_refused_by_name(string model, string member, string json)
    {
        using var changed = new SafetensorsModel(model).With(member, json);
        Refusals.Expect(ErrorKind.ModelUnsupported, () => changed.Load().Dispose(), member);
    }

    [TestMethod]
    [DataRow("llama-gqa", "residual_multiplier", "1.0")]
    [DataRow("llama-gqa", "logits_scaling", "1")]
    [DataRow("llama-gqa", "no_rope_layers", "[1, 1, 1]")]
    [DataRow("llama-gqa", "layer_types", "[\"full_attention\", \"full_attention\", \"full_attention\"]")]
    [DataRow("llama-gqa", "attn_logit_softcapping", "null")]
    [DataRow("llama-gqa", "use_parallel_residual", "false")]
    [DataRow("llama-gqa", "sliding_window", "null")]
    [DataRow("llama-gqa", "sliding_window", "1000000")]
    [DataRow("llama-gqa", "vision_config", "{}")]
    [DataRow("gpt2", "position_embedding_type", "\"absolute\"")]
    [DataRow("bert", "num_key_value_heads", "4")]
    [DataRow("gemma3", "attn_logit_softcapping", "null")]
    public void A_value_that_changes_nothing_is_the_same_model(string model, string member, string json)
    {
        using var plain = new SafetensorsModel(model);
        using var changed = new SafetensorsModel(model).With(member, json);
        using var expected = plain.Load();
        using var actual = changed.Load();
        WeightComparison.AssertSame(expected.Weights, actual.Weights);
        SpecComparison.AssertSame(expected.Spec, actual.Spec);
        Assert.IsEmpty(actual.Warnings);
    }

    [TestMethod]
    [DataRow("llama-gqa", "lm_head.bias", 211)]
    [DataRow("llama-gqa", "model.embed_norm.weight", 48)]
    [DataRow("neox", "embed_out.bias", 50)]
    [DataRow("opt", "model.decoder.project_in.weight", 48)]
    public void A_tensor_outside_the_layers_that_the_family_has_no_place_for_is_refused_by_name(string model, string name, int length)
    {
        using var changed = new SafetensorsModel(model);
        changed.Add(name, [length], new float[length]);
        Refusals.Expect(ErrorKind.ModelUnsupported, () => changed.Load().Dispose(), name);
    }

    [TestMethod]
    [DataRow("llama-gqa", "score.weight")]
    [DataRow("bert", "classifier.weight")]
    public void A_tensor_of_another_task_is_left_alone(string model, string name)
    {
        using var changed = new SafetensorsModel(model);
        changed.Add(name, [3], new float[3]);
        using var read = changed.Load();
        Assert.Contains(name, read.Warnings.Single(), StringComparison.Ordinal);
    }
}
