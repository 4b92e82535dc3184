using System.Text.Json.Nodes;
using Interp.Models;
using Interp.Runtime.Reference;

namespace Interp.Runtime.Tests.Reference;

/// <summary>The reference against numbers of an independent float64 implementation (tests/golden/forward).</summary>
[TestClass]
public sealed class ReferenceGoldenTests
{
    /// <summary>Both sides are float64; the cases are written with eight or nine digits.</summary>
    private const double Relative = 1e-6;

    [TestMethod]
    [DataRow("gpt2")]
    [DataRow("llama-gqa")]
    [DataRow("llama3-scaled")]
    [DataRow("mistral-window")]
    [DataRow("qwen2")]
    [DataRow("qwen3")]
    [DataRow("gemma2")]
    [DataRow("neox")]
    [DataRow("opt")]
    [DataRow("bert")]
    [DataRow("roberta")]
    [DataRow("phi3")]
    [DataRow("gptj")]
    [DataRow("falcon")]
    [DataRow("falcon-groups")]
    [DataRow("falcon-sequential")]
    [DataRow("granite")]
    [DataRow("smollm3")]
    [DataRow("gemma3")]
    [DataRow("olmo2")]
    [DataRow("gpt-neo")]
    [DataRow("gemma")]
    [DataRow("phi")]
    [DataRow("starcoder2")]
    public void Taps_and_predictions_of_the_tiny_models_are_those_of_the_golden_cases(string name) =>
        CheckAll(Path.Combine(TestFiles.Models, "tiny", name), $"tiny/{name}");

    [TestMethod]
    public void Predictions_of_the_default_model_are_those_of_the_golden_cases() =>
        CheckAll(Path.Combine(TestFiles.Models, "smollm2-135m-instruct"), "smollm2-135m-instruct");

    [TestMethod]
    [PublishedModel("gpt2-capp")]
    public void Taps_of_a_gpt2_with_letters_are_those_of_the_golden_case() => CheckPublished("gpt2-capp");

    [TestMethod]
    [PublishedModel("gpt2-nano-sort/hf")]
    public void Taps_of_a_gpt2_that_sorts_are_those_of_the_golden_case() => CheckPublished("gpt2-nano-sort/hf");

    [TestMethod]
    [PublishedModel("tinystories-656k")]
    public void Taps_of_a_small_llama_that_tells_stories_are_those_of_the_golden_case() => CheckPublished("tinystories-656k");

    private static void CheckPublished(string name) => CheckAll(Path.Combine(TestFiles.Published, name), name);

    private static void CheckAll(string path, string name)
    {
        using var model = ModelLoader.Load(path, 0, CancellationToken.None);
        var cases = Directory.GetFiles(TestFiles.Forward, "*.json").Select(file => JsonNode.Parse(File.ReadAllText(file))).OfType<JsonObject>()
            .Where(golden => golden["request"]?["model"]?.GetValue<string>() == name && golden["result"] is not null).ToList();

        Assert.IsNotEmpty(cases);
        cases.ForEach(golden => Check(model, golden));
    }

    private static void Check(Model model, JsonObject golden)
    {
        var result = golden["result"] as JsonObject ?? [];
        var ids = ArrayOf(result["tokens"]).Select(token => (int)NumberOf(token["id"])).ToArray();
        int[]? types = golden["request"]?["typeIds"] is { } typeIds ? [.. ArrayOf(typeIds).Select(type => (int)NumberOf(type))] : null;
        var pass = new ReferenceForward(model.Spec, model.Weights, 2).Run(ModelInput.Tokens(ids, types), null, CancellationToken.None);
        foreach (var (name, tensor) in result["taps"] as JsonObject ?? [])
        {
            CheckTap(name, tensor, pass[name]);
        }

        foreach (var prediction in ArrayOf(result["predictions"]))
        {
            var logits = pass[TapName.Logits].Row((int)NumberOf(prediction["position"])).ToArray();
            var greatest = logits.Max();
            var logSum = Math.Log(logits.Sum(logit => Math.Exp(logit - greatest))) + greatest;
            foreach (var token in ArrayOf(prediction["top"]))
            {
                var logit = logits[(int)NumberOf(token["id"])];
                Near(NumberOf(token["logit"]), logit, "logit");
                Near(NumberOf(token["logProb"]), logit - logSum, "logProb");
            }
        }
    }

    private static void CheckTap(string name, JsonNode? expected, ReferenceTensor tap)
    {
        CollectionAssert.AreEqual(ArrayOf(expected?["shape"]).Select(size => (int)NumberOf(size)).ToArray(), tap.Shape.ToArray(), name);
        var data = expected?["data"] as JsonArray ?? [];
        Assert.HasCount(tap.Values.Length, data, name);
        for (var i = 0; i < data.Count; i++)
        {
            Near(data[i] is { } entry ? NumberOf(entry) : double.NegativeInfinity, tap.Values[i], $"{name}[{i}]");
        }
    }

    private static void Near(double expected, double got, string what) =>
        Assert.IsTrue(expected.Equals(got) || Math.Abs(expected - got) <= Relative * Math.Max(1, Math.Abs(expected)), $"{what}: {got} instead of {expected}");

    private static IEnumerable<JsonNode> ArrayOf(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonNode>();

    private static double NumberOf(JsonNode? node) => node?.GetValue<double>() ?? throw new InvalidDataException("The golden case lacks a number.");
}
