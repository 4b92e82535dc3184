using System.Text.Json;

namespace Interp.Cli.Tests.Verbs;

[TestClass]
public sealed class ServiceTests
{
    [TestMethod]
    public void The_list_of_models_has_the_embedded_one()
    {
        var run = TestConsole.Run(["models", "list", "--json"]);

        Assert.AreEqual(0, run.Exit, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        var model = json.RootElement.GetProperty("models").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == "smollm2-135m-instruct");
        Assert.AreEqual("gguf", model.GetProperty("format").GetString());
        Assert.AreEqual("embedded", model.GetProperty("source").GetString());
    }

    [TestMethod]
    public void What_a_service_writes_to_a_file_is_told()
    {
        using var folder = new TemporaryFolder();

        var run = TestConsole.Run(["models", "list", "--out", folder.At("m.json")]);

        Assert.AreEqual($"Wrote {folder.At("m.json")}.\n", run.Error);
        Assert.IsTrue(File.Exists(folder.At("m.json")));
    }

    [TestMethod]
    public void Info_says_what_a_model_is_and_what_it_can_do()
    {
        var run = TestConsole.Run(["models", "info", "tiny/gpt2", "--json"]);

        Assert.AreEqual(0, run.Exit, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        Assert.AreEqual("layer", json.RootElement.GetProperty("norm").GetString());
        Assert.AreEqual("learned", json.RootElement.GetProperty("positions").GetString());
        Assert.IsTrue(json.RootElement.GetProperty("can").GetProperty("contributions").GetBoolean());
        Assert.AreEqual("the model has no tokenizer", json.RootElement.GetProperty("can").GetProperty("tokenize").GetString());
    }

    [TestMethod]
    public void Info_of_an_encoder_says_what_its_parts_cannot()
    {
        var run = TestConsole.Run(["models", "info", "tiny/bert", "--json"]);

        Assert.AreEqual(0, run.Exit, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        var can = json.RootElement.GetProperty("can");
        Assert.AreEqual("post", json.RootElement.GetProperty("model").GetProperty("order").GetString());
        Assert.IsTrue(new[] { "forward", "lens", "project", "explain" }.All(method => can.GetProperty(method).ValueKind == JsonValueKind.True));
        StringAssert.Contains(can.GetProperty("contributions").GetString(), "do not add up");
    }

    [TestMethod]
    [DataRow("tiny/bert")]
    [DataRow("tiny/roberta")]
    public void Verify_checks_an_encoder_whole(string model)
    {
        var run = TestConsole.Run(["models", "verify", model]);

        Assert.AreEqual(0, run.Exit, run.Error);
        StringAssert.StartsWith(run.Out, $"{model}\t✓ verified\n");
        StringAssert.Contains(run.Out, "\nlens: share of first tokens that differ\t");
    }

    [TestMethod]
    public void Verify_checks_every_kind_of_tap_and_passes()
    {
        var run = TestConsole.Run(["models", "verify", "tiny/gpt2"]);

        Assert.AreEqual(0, run.Exit, run.Error);
        StringAssert.StartsWith(run.Out, "tiny/gpt2\t✓ verified\n");
        StringAssert.Contains(run.Out, "\nlogits\t");
        Assert.IsFalse(run.Out.Contains('✗', StringComparison.Ordinal), run.Out);
    }

    [TestMethod]
    public void Info_says_what_each_precision_takes()
    {
        var run = TestConsole.Run(["models", "info", "tiny/gpt2", "--json"]);

        using var json = JsonDocument.Parse(run.Out);
        var parameters = json.RootElement.GetProperty("parameters").GetInt64();
        var precisions = json.RootElement.GetProperty("precisions").EnumerateArray().ToArray();
        CollectionAssert.AreEqual(new[] { "f32", "f16", "q8" }, precisions.Select(each => each.GetProperty("precision").GetString()).ToArray());
        CollectionAssert.AreEqual(
            new[] { 4 * parameters, 2 * parameters, parameters * 34 / 32 }, precisions.Select(each => each.GetProperty("bytes").GetInt64()).ToArray());
        Assert.AreEqual("f32", json.RootElement.GetProperty("autoPrecision").GetString());
        StringAssert.Contains(TestConsole.Run(["models", "info", "tiny/gpt2"]).Out, "\nin memory\tf32 ");
    }

    [TestMethod]
    [DataRow("f16", "f16")]
    [DataRow("q8", "q8")]
    [DataRow("auto", "f32")]
    [DataRow(null, "f32")]
    public void The_result_says_the_precision_that_was_used(string? asked, string used)
    {
        string[] option = asked is null ? [] : ["--precision", asked];
        var run = TestConsole.Run(["forward", "--model", "tiny/gpt2", "--ids", "1,2,3", "--json", .. option]);

        Assert.AreEqual(0, run.Exit, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        Assert.AreEqual(used, json.RootElement.GetProperty("run").GetProperty("precision").GetString());
        StringAssert.Contains(TestConsole.Run(["forward", "--model", "tiny/gpt2", "--ids", "1,2,3", .. option]).Out, $"cpu {used}");
    }

    [TestMethod]
    public void Clean_says_what_is_kept_and_removes_it_unless_it_is_asked_not_to()
    {
        using var folder = new TemporaryFolder();
        var kept = new Interp.Runtime.DerivedData(folder.At("cache"));
        var hash = new string('a', 64);
        Assert.IsTrue(kept.Write(hash, "verified-cpu", 1, [1, 2, 3]));
        var file = Directory.GetFiles(folder.At("cache"), "*", SearchOption.AllDirectories).Single();

        foreach (var dry in new[] { true, false })
        {
            string[] option = dry ? ["--dry-run"] : [];
            var run = RealProcess.Run(["models", "clean", "--json", .. option], new Dictionary<string, string?> { ["INTERP_CACHE"] = folder.At("cache") });
            Assert.AreEqual(0, run.Exit, run.Error);
            using var json = JsonDocument.Parse(run.Text);
            Assert.AreEqual(!dry, json.RootElement.GetProperty("removed").GetBoolean());
            Assert.AreEqual(file, json.RootElement.GetProperty("files").EnumerateArray().Single().GetProperty("name").GetString());
            Assert.IsGreaterThan(3, json.RootElement.GetProperty("bytes").GetInt64());
            Assert.AreEqual(dry, File.Exists(file));
        }
    }

    [TestMethod]
    public void Export_writes_one_file_and_says_how_large_it_is()
    {
        using var folder = new TemporaryFolder();

        var run = TestConsole.Run(["export", "tiny/gpt2", "--out", folder.At("gpt2.onnx"), "--json"]);

        Assert.AreEqual(0, run.Exit, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        var file = json.RootElement.GetProperty("files").EnumerateArray().Single();
        Assert.AreEqual("gpt2.onnx", file.GetProperty("name").GetString());
        StringAssert.StartsWith(TestConsole.Run(["export", "tiny/gpt2", "--out", folder.At("gpt2.onnx")]).Out, folder.At("gpt2.onnx") + "\t");
        Assert.AreEqual(new FileInfo(folder.At("gpt2.onnx")).Length, file.GetProperty("bytes").GetInt64());
    }

    [TestMethod]
    public void Export_without_a_file_of_its_kind_is_refused()
    {
        Assert.AreEqual(2, TestConsole.Run(["export", "tiny/gpt2"]).Exit);
        Assert.AreEqual(2, TestConsole.Run(["export", "tiny/gpt2", "--out", "x.json"]).Exit);
    }

    [TestMethod]
    public void An_unknown_subverb_is_refused_with_the_nearest()
    {
        var run = TestConsole.Run(["models", "lst"]);

        Assert.AreEqual(2, run.Exit);
        StringAssert.Contains(run.Error, "Did you mean `interp models list`?");
        Assert.AreEqual(2, TestConsole.Run(["models"]).Exit);
    }

    [TestMethod]
    public void The_doctor_lists_versions_providers_memory_and_folders()
    {
        var run = TestConsole.Run(["doctor"]);

        Assert.AreEqual(0, run.Exit, run.Error);
        foreach (var part in new[] { "\nonnxruntime\t", "\ndirectml\tunavailable\t", "\navailable\t", "\ncache\t" })
        {
            StringAssert.Contains(run.Out, part);
        }
    }
}
