using Interp.Runtime.Tests.Reference;
using Interp.Runtime.Tests.Support;

namespace Interp.Runtime.Tests;

/// <summary>The engine against independent numbers on real checkpoints.</summary>
[TestClass]
public sealed class GoldenForwardTests
{
    public static IEnumerable<object[]> Committed => GoldenCase.WithResult(
        "forward-gpt2-", "forward-llama", "forward-smollm2", "forward-mistral", "forward-qwen", "forward-gemma2", "forward-neox", "forward-opt", "forward-bert", "forward-roberta",
        "forward-phi3", "forward-gptj", "forward-falcon", "forward-granite", "forward-smollm3", "forward-gemma-", "forward-gemma3",
        "forward-olmo2", "forward-gpt-neo", "forward-phi-", "forward-starcoder2");

    public static IEnumerable<object[]> GgufFiles => GoldenCase.GgufFiles;

    [TestMethod]
    [DynamicData(nameof(Committed))]
    public void Taps_and_predictions_of_committed_models_are_right(string name) => Check(name);

    [TestMethod]
    [DynamicData(nameof(GgufFiles))]
    public void Logits_of_gguf_files_are_right(string name)
    {
        using var golden = GoldenCase.ReadGguf(name);
        Check(golden);
    }

    [TestMethod]
    [PublishedModel("gpt2-capp")]
    public void Taps_and_predictions_of_capp_are_right() => Check("forward-capp");

    [TestMethod]
    [PublishedModel("gpt2-nano-sort")]
    public void Taps_and_predictions_of_nano_sort_are_right() => Check("forward-nano-sort");

    [TestMethod]
    [PublishedModel("tinystories-656k")]
    public void Predictions_of_tinystories_are_right() => Check("forward-tinystories-ids");

    private static void Check(string name)
    {
        using var golden = GoldenCase.Read(name);
        Check(golden);
    }

    private static void Check(GoldenCase golden)
    {
        using var model = golden.LoadModel();
        using var engine = new Engine(model, threads: 2);
        var asked = TapPatterns.Expand(golden.TapPatterns, model.Spec);
        string[] taps = [.. asked, .. asked.Contains(TapName.Logits) ? [] : new[] { TapName.Logits }];
        using var pass = engine.Forward(golden.Input, taps, null, CancellationToken.None);

        Assert.AreEqual(golden.Taps.Count(), asked.Count);
        foreach (var (tap, shape, values) in golden.Taps)
        {
            CollectionAssert.AreEqual(shape, pass[tap].Shape.ToArray(), tap);
            for (var index = 0; index < values.Length; index++)
            {
                var got = pass[tap].Values[index];
                var agrees = double.IsNaN(values[index]) ? float.IsNegativeInfinity(got) : golden.Agrees(values[index], got, "taps.**");
                Assert.IsTrue(agrees, $"{tap}[{index}]: {got} instead of {values[index]}");
            }
        }

        CheckPredictions(golden, pass[TapName.Logits]);
    }

    private static void CheckPredictions(GoldenCase golden, TapTensor logits)
    {
        foreach (var (position, id, logit, logProb) in golden.Predictions)
        {
            var row = logits.Row(position);
            Assert.IsTrue(golden.Agrees(logit, row[id], ""), $"position {position}, token {id}: logit {row[id]} instead of {logit}");
            var got = row[id] - LogSumExp(row);
            Assert.IsTrue(golden.Agrees(logProb, got, ""), $"position {position}, token {id}: log-probability {got} instead of {logProb}");
        }
    }

    private static double LogSumExp(ReadOnlySpan<float> row)
    {
        var (greatest, sum) = ((double)float.NegativeInfinity, 0.0);
        foreach (var value in row)
        {
            greatest = Math.Max(greatest, value);
        }

        foreach (var value in row)
        {
            sum += Math.Exp(value - greatest);
        }

        return greatest + Math.Log(sum);
    }
}
