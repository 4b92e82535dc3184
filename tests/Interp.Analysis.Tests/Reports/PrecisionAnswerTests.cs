using System.Text.Json.Nodes;
using Interp.Runtime;

namespace Interp.Analysis.Tests.Reports;

/// <summary>Analyses read the weights that the forward pass has used, whatever their precision; softmax is float32 in each (ONNX Runtime 24577).</summary>
[TestClass]
public sealed class PrecisionAnswerTests
{
    [TestMethod]
    [DataRow("tiny/llama-gqa")]
    [DataRow("tiny/gpt2")]
    [DataRow("tiny/gemma2")]
    [DataRow("tiny/bert")]
    public void Answers_in_f16_are_those_of_a_checkpoint_with_rounded_matrices(string model)
    {
        using var rounded = new Twin(model, (name, values) =>
        {
            for (var index = 0; IsMatrix(name) && index < values.Length; index++)
            {
                values[index] = (float)(Half)values[index];
            }
        });
        foreach (var request in Requests(hasScores: model != "tiny/bert"))
        {
            Assert.AreEqual(Answer(request, rounded.Folder, null, "f32"), Answer(request, TestFiles.Model(model), "f16", "f16"), $"{request["method"]}");
        }
    }

    [TestMethod]
    public void Answers_in_q8_of_a_file_of_such_blocks_are_those_in_f32()
    {
        var file = TestFiles.Golden("gguf/llama-q8_0.gguf");
        foreach (var request in Requests(hasScores: true))
        {
            Assert.AreEqual(Answer(request, file, "f32", "f32"), Answer(request, file, "q8", "q8"), $"{request["method"]}");
        }
    }

    [TestMethod]
    [TestCategory("R73")]
    [DataRow("f16")]
    [DataRow("q8")]
    public void Equal_scores_over_4096_tokens_give_equal_shares(string precision)
    {
        const int length = 4096;
        using var twin = new Twin("tiny/llama-gqa", (name, values) =>
        {
            if (name.EndsWith("q_proj.weight", StringComparison.Ordinal))
            {
                values.Clear();
            }
        });
        var settings = Path.Combine(twin.Folder, "config.json");
        File.WriteAllText(settings, File.ReadAllText(settings).Replace("\"max_position_embeddings\": 128", $"\"max_position_embeddings\": {length}", StringComparison.Ordinal));
        using var store = new ModelStore(2, new DerivedData(null));
        var open = store.Open(twin.Folder, precision, CancellationToken.None);
        using var pass = open.Engine.Forward([.. Enumerable.Range(0, length).Select(t => t * 31 % 211)], ["blocks.0.attn.hook_pattern"], null, CancellationToken.None);
        var pattern = pass["blocks.0.attn.hook_pattern"];
        foreach (var position in new[] { 0, 1, 2, 100, 2047, 2048, length - 1 })
        {
            var row = pattern.Row(5).Slice(position * length, length);
            for (var source = 0; source < length; source++)
            {
                var share = source <= position ? 1.0 / (position + 1) : 0;
                Assert.AreEqual(share, row[source], 1e-3 * share, $"{position} {source}");
            }
        }
    }

    private static bool IsMatrix(string name) =>
        name.EndsWith(".weight", StringComparison.Ordinal)
        && !new[] { "norm", "Norm", "ln_", "wpe", "position", "token_type", "cls." }.Any(part => name.Contains(part, StringComparison.Ordinal));

    private static IEnumerable<JsonObject> Requests(bool hasScores)
    {
        const string ids = "[3, 17, 42, 99, 5, 8, 120, 77]";
        yield return Parse($$"""{ "method": "forward", "ids": {{ids}}, "taps": ["blocks.*.hook_resid_post", "blocks.*.mlp.hook_post", "logits"] }""");
        yield return Parse($$"""{ "method": "lens", "ids": {{ids}}, "target": 9, "mid": true }""");
        yield return Parse($$"""
            { "method": "project", "ids": {{ids}}, "vectors": [
              { "kind": "ffValue", "layer": 1, "neuron": 7 }, { "kind": "ffKey", "layer": 0, "neuron": 3 }, { "kind": "attnValue", "layer": 1, "head": 1, "neuron": 2 },
              { "kind": "embedding", "token": 5 }, { "kind": "head", "layer": 1, "head": 0 }, { "kind": "ffContribution", "layer": 1, "neuron": 4 } ] }
            """);
        if (hasScores)
        {
            yield return Parse($$"""{ "method": "contributions", "ids": {{ids}}, "target": 9 }""");
        }
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)?.AsObject() ?? throw new InvalidDataException(json);

    /// <summary>The answer without what says where it comes from; it says the precision.</summary>
    private static string Answer(JsonObject request, string model, string? precision, string used)
    {
        var asked = request.DeepClone().AsObject();
        asked["model"] = model;
        asked["precision"] = precision;
        var answer = JsonNode.Parse(TestModels.Answer(asked).GetRawText())?.AsObject() ?? throw new InvalidDataException("No answer.");
        Assert.AreEqual(used, (string?)answer["run"]?["precision"], answer.ToJsonString());
        answer.Remove("run");
        answer.Remove("model");
        return answer.ToJsonString();
    }
}
