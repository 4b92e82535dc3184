using Interp.Contracts;

namespace Interp.Analysis.Tests.Contributions;

/// <summary>
/// Biases that were counted twice or not at all: the value bias when attention is split by source (llm-transparency-tool 35), shifts and
/// output biases when all parts are summed (TransformerLens 523).
/// </summary>
[TestClass]
public sealed class LargeBiasTests
{
    private static readonly int[] Ids = [3, 17, 42, 99, 5, 8, 120, 77];

    public static IEnumerable<object[]> Models => new[] { "tiny/gpt2", "tiny/opt", "tiny/qwen2" }.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Sources_sum_to_their_head_and_heads_to_the_attention_output_with_a_value_bias_100_times_as_large(string name)
    {
        using var twin = new Twin(name, LargeValueBias);
        var result = TestModels.Run(new ContributionsAnalysis(), new ContributionsRequest
        {
            Model = twin.Folder,
            Ids = Ids,
            Levels = ["layers", "biases", "heads", "headPositions"],
            Top = 10_000,
            Bottom = 0,
        });

        var sources = (result.HeadPositions?.Top ?? []).GroupBy(row => (row.Layer, row.Head)).ToDictionary(group => group.Key, group => group.Sum(row => row.Bs));
        foreach (var head in result.Heads?.Top ?? [])
        {
            Near(head.Bs, sources[(head.Layer, head.Head)], $"head {head.Layer}.{head.Head}");
        }

        foreach (var layer in (result.Layers ?? []).Where(row => row.Component == "attn"))
        {
            var bias = (result.Biases ?? []).Where(row => row.Component == "attnBias" && row.Layer == layer.Layer).Sum(row => row.Bs);
            var heads = (result.Heads?.Top ?? []).Where(row => row.Layer == layer.Layer).Sum(row => row.Bs);
            Near(layer.Bs, heads + bias, $"attention {layer.Layer}");
        }
    }

    [TestMethod]
    [DataRow("tiny/gpt2")]
    [DataRow("tiny/llama-gqa")]
    [DataRow("tiny/neox")]
    [DataRow("tiny/opt")]
    [DataRow("tiny/qwen2")]
    public void All_parts_with_embedding_and_biases_sum_to_the_models_logit(string name)
    {
        using var twin = new Twin(name, LargeShifts);
        var result = TestModels.Run(new ContributionsAnalysis(), new ContributionsRequest
        {
            Model = twin.Folder,
            Ids = Ids,
            Levels = ["layers", "biases", "heads", "ffNeurons"],
            Top = 10_000,
            Bottom = 0,
        });
        var forward = TestModels.Run(new ForwardAnalysis(), new ForwardRequest { Model = twin.Folder, Ids = Ids, Positions = [-1], Top = 1, Taps = ["logits"] });
        var engine = TestModels.Context.Models.Open(twin.Folder, CancellationToken.None).Engine;
        var constant = LensHead.Of(engine).Bias(CancellationToken.None)?.Span[result.Target.Id] ?? 0;

        var sum = (result.Layers?[0].Bs ?? double.NaN)
            + (result.Heads?.Top.Sum(row => row.Bs) ?? double.NaN)
            + (result.FfNeurons?.Top.Sum(row => row.Bs) ?? double.NaN)
            + (result.Biases?.Sum(row => row.Bs) ?? double.NaN);
        var logits = forward.Taps?["logits"].Data ?? [];
        Near(logits[logits.Length - (logits.Length / Ids.Length) + result.Target.Id], sum + constant, "logit");
    }

    private static void LargeValueBias(string name, Span<float> values)
    {
        if (name.EndsWith("c_attn.bias", StringComparison.Ordinal))
        {
            Multiply(values[(2 * values.Length / 3)..], 100);
        }
        else if (name.EndsWith("v_proj.bias", StringComparison.Ordinal))
        {
            Multiply(values, 100);
        }
    }

    private static void LargeShifts(string name, Span<float> values)
    {
        var isNorm = name.Contains("ln_", StringComparison.Ordinal) || name.Contains("norm", StringComparison.Ordinal);
        var isOutput = name.Contains("c_proj", StringComparison.Ordinal) || name.Contains("out_proj", StringComparison.Ordinal)
            || name.Contains("fc2", StringComparison.Ordinal) || name.Contains("dense", StringComparison.Ordinal);
        if (name.EndsWith(".bias", StringComparison.Ordinal) && (isNorm || isOutput))
        {
            Multiply(values, 30);
        }
    }

    private static void Multiply(Span<float> values, float factor)
    {
        foreach (ref var value in values)
        {
            value *= factor;
        }
    }

    private static void Near(double expected, double actual, string what) =>
        Assert.IsLessThanOrEqualTo(1e-4 * (1 + Math.Abs(expected)), Math.Abs(expected - actual), $"{what}: {actual} instead of {expected}");
}
