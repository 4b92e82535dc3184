using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Contracts;

namespace Interp.Analysis.Tests.Forward;

/// <summary>A forward pass from given rows: for checkpoints without a token embedding, and for any other.</summary>
[TestClass]
public sealed class GivenEmbeddingsTests
{
    [TestMethod]
    [DataRow("tiny/gpt2")]
    [DataRow("tiny/gemma2")]
    [DataRow("tiny/bert")]
    public void Rows_of_hook_embed_predict_what_their_tokens_predict(string name)
    {
        var model = TestFiles.Model(name);
        var ids = new JsonArray(3, 17, 20, 5);
        var tokens = TestModels.Answer(new JsonObject { ["method"] = "forward", ["model"] = model, ["ids"] = ids, ["taps"] = new JsonArray("hook_embed", "blocks.0.hook_resid_post"), ["top"] = 3 });
        var embedded = tokens.GetProperty("taps").GetProperty("hook_embed");
        var width = embedded.GetProperty("shape")[1].GetInt32();
        var rows = embedded.GetProperty("data").EnumerateArray().Select(value => value.GetSingle()).Chunk(width)
            .Select(row => (JsonNode)new JsonArray([.. row.Select(value => (JsonNode)JsonValue.Create(value))]));
        var given = TestModels.Answer(new JsonObject { ["method"] = "forward", ["model"] = model, ["embeddings"] = new JsonArray([.. rows]), ["taps"] = new JsonArray("blocks.0.hook_resid_post"), ["top"] = 3 });

        Assert.AreEqual(tokens.GetProperty("predictions").GetRawText(), given.GetProperty("predictions").GetRawText());
        Assert.AreEqual(tokens.GetProperty("taps").GetProperty("blocks.0.hook_resid_post").GetRawText(), given.GetProperty("taps").GetProperty("blocks.0.hook_resid_post").GetRawText());
        Assert.IsFalse(given.TryGetProperty("tokens", out _), "Rows are no tokens.");
    }

    [TestMethod]
    [PublishedCheckpoint("bert-tiny-sst2")]
    public void An_encoder_without_a_token_embedding_gives_its_published_states()
    {
        const double tolerance = 2e-5;
        var folder = TestFiles.Model("bert-tiny-sst2");
        using var fixtures = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "fixtures.json")));
        var sample = fixtures.RootElement.EnumerateObject().First().Value;
        var answer = TestModels.Answer(new JsonObject
        {
            ["method"] = "forward", ["model"] = folder, ["embeddings"] = JsonNode.Parse(sample.GetProperty("embedding_output").GetRawText()), ["taps"] = new JsonArray("blocks.1.hook_resid_post"),
        });
        var expected = sample.GetProperty("last_hidden_state").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetDouble()).ToArray();
        var got = answer.GetProperty("taps").GetProperty("blocks.1.hook_resid_post").GetProperty("data").EnumerateArray().Select(value => value.GetDouble()).ToArray();

        Assert.HasCount(expected.Length, got);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], got[i], tolerance, $"[{i}]");
        }

        Assert.IsFalse(answer.TryGetProperty("predictions", out _), "It has no vocabulary.");
        var refused = TestModels.Answer(new JsonObject { ["method"] = "lens", ["model"] = folder, ["ids"] = new JsonArray(1) }).GetProperty("error");
        Assert.AreEqual((int)ErrorKind.NotAvailable, refused.GetProperty("code").GetInt32());
    }

    [TestMethod]
    [DataRow("[]", ErrorKind.PromptEmpty)]
    [DataRow("[[1, 2]]", ErrorKind.OutOfRange)]
    [DataRow("[[1, 2], 3]", ErrorKind.SettingUnknown)]
    [DataRow("\"rows.npy\"", ErrorKind.SettingUnknown)]
    public void Rows_that_do_not_fit_are_refused(string rows, ErrorKind expected) => Assert.AreEqual((int)expected, Refused(JsonNode.Parse(rows), null));

    [TestMethod]
    public void Rows_beside_tokens_are_refused() => Assert.AreEqual((int)ErrorKind.SettingUnknown, Refused(Rows(1, 1), new JsonArray(1)));

    [TestMethod]
    public void More_rows_than_the_model_reads_are_refused() => Assert.AreEqual((int)ErrorKind.PromptTooLong, Refused(Rows(1000, 1), null));

    [TestMethod]
    public void A_number_beyond_float32_is_refused() => Assert.AreEqual((int)ErrorKind.OutOfRange, Refused(Rows(2, 1e300), null));

    private static JsonArray Rows(int count, double value) => new([.. Enumerable.Range(0, count)
        .Select(_ => (JsonNode)new JsonArray([.. Enumerable.Range(0, 48).Select(_ => (JsonNode)JsonValue.Create(value))]))]);

    private static int Refused(JsonNode? rows, JsonNode? ids) => TestModels
        .Answer(new JsonObject { ["method"] = "forward", ["model"] = TestFiles.Model("tiny/gpt2"), ["embeddings"] = rows, ["ids"] = ids })
        .GetProperty("error").GetProperty("code").GetInt32();
}
