using System.Text.Json.Nodes;
using Interp.Contracts;

namespace Interp.Analysis.Tests.Contributions;

/// <summary>What analyses make of models whose norms stand after the sums.</summary>
[TestClass]
public sealed class PostNormTests
{
    private static readonly int[] Ids = [3, 17, 42, 99, 5];

    [TestMethod]
    public void Explain_gives_prediction_and_story_and_says_why_no_parts()
    {
        var model = TestFiles.Model("tiny/bert");
        var explained = TestModels.Run(new ExplainAnalysis(), new ExplainRequest { Model = model, Ids = Ids, Position = 2, TypeIds = [0, 0, 1, 1, 1] });
        var lens = TestModels.Run(new LensAnalysis(), new LensRequest { Model = model, Ids = Ids, Positions = [2], TypeIds = [0, 0, 1, 1, 1] });
        var forward = TestModels.Run(new ForwardAnalysis(), new ForwardRequest { Model = model, Ids = Ids, Positions = [2], TypeIds = [0, 0, 1, 1, 1] });

        // Rows of another number are multiplied in another order of additions.
        const double rounding = 1e-5;
        var (expected, got) = (forward.Predictions?[0].Top ?? [], explained.Predictions.Single().Top);
        CollectionAssert.AreEqual(expected.Select(token => token.Id).ToArray(), got.Select(token => token.Id).ToArray());
        Assert.AreEqual(expected[0].LogProb, got[0].LogProb, rounding);
        Assert.AreEqual(lens.Story[0], explained.Story?.Single());
        Assert.AreEqual((2, "perLayer"), (explained.Settings.Position, explained.Settings.Mode));
        Assert.AreEqual(lens.Cells[0][^1].Target?.Id, explained.Target.Id);
        Assert.AreEqual(lens.Cells[0][0].Target?.LogProb ?? double.NaN, explained.Target.LogProbEmbed, rounding);
        Assert.AreEqual(explained.Target.LogProbFinal - explained.Target.LogProbEmbed, explained.Sum.Interaction, 1e-12);
        Assert.AreEqual(0, explained.Sum.Layers);
        Assert.IsNull(explained.Heads);
        Assert.IsTrue(explained.Warnings.Any(warning => warning.StartsWith("postNorm: ", StringComparison.Ordinal)));
        Assert.IsTrue(explained.Warnings.Any(warning => warning.StartsWith("headNotLinear: ", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Explain_follows_a_target_and_a_contrast()
    {
        var request = new ExplainRequest { Model = TestFiles.Model("tiny/roberta"), Ids = Ids, Target = new TokenChoice { Id = 7 }, Contrast = new TokenChoice { Id = 9 } };
        var explained = TestModels.Run(new ExplainAnalysis(), request);
        var lens = TestModels.Run(new LensAnalysis(), new LensRequest { Model = request.Model, Ids = Ids, Positions = [-1], Target = request.Target, Contrast = request.Contrast });

        Assert.AreEqual(lens.Cells[0][^1].Target?.Rank, explained.Target.ModelRank);
        Assert.AreEqual(lens.Cells[0][^1].Contrast?.LogProb ?? double.NaN, explained.Contrast?.ModelLogProb ?? 0, 1e-5);
        Assert.AreEqual(lens.Story[0], explained.Story?.Single());
    }

    [TestMethod]
    [DataRow("lens", "frozen")]
    [DataRow("lens", "author")]
    [DataRow("project", "weights")]
    [DataRow("project", "frozen")]
    [DataRow("explain", "frozen")]
    [DataRow("contributions", "perLayer")]
    [DataRow("contributions", null)]
    public void Linear_lenses_are_not_available(string method, string? mode)
    {
        var request = new JsonObject { ["method"] = method, ["model"] = TestFiles.Model("tiny/bert"), ["ids"] = new JsonArray(3, 17), ["mode"] = mode };
        if (method == "project")
        {
            request["vectors"] = new JsonArray(new JsonObject { ["kind"] = "ffValue", ["layer"] = 0, ["neuron"] = 0 });
        }

        Assert.AreEqual("notAvailable", TestModels.Answer(request).GetProperty("error").GetProperty("kind").GetString());
    }

    [TestMethod]
    public void A_mask_elsewhere_than_at_the_analysed_position_is_named()
    {
        using var twin = new Twin("tiny/bert", (_, _) => { });
        File.WriteAllLines(Path.Combine(twin.Folder, "vocab.txt"), ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "paris", "is", "the", "of", .. Enumerable.Range(9, 202).Select(id => $"word{id}")]);
        var request = new ExplainRequest { Model = twin.Folder, Text = "Paris is the [MASK] of" };

        var last = TestModels.Run(new ExplainAnalysis(), request);
        var mask = TestModels.Run(new ExplainAnalysis(), request with { Position = 4 });

        CollectionAssert.AreEqual(new[] { 2, 5, 6, 7, 4, 8, 3 }, last.Tokens?.Select(token => token.Id).ToArray());
        Assert.Contains("position 4", last.Warnings.Single(warning => warning.StartsWith("maskElsewhere: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.IsFalse(mask.Warnings.Any(warning => warning.StartsWith("maskElsewhere: ", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void A_body_without_a_head_gives_taps_and_no_predictions()
    {
        using var twin = new Twin("tiny/bert", (_, _) => { });
        WithoutHead(twin.Folder);
        var forward = TestModels.Run(new ForwardAnalysis(), new ForwardRequest { Model = twin.Folder, Ids = Ids, Taps = ["blocks.2.hook_resid_post"] });
        var whole = TestModels.Run(new ForwardAnalysis(), new ForwardRequest { Model = TestFiles.Model("tiny/bert"), Ids = Ids, Taps = ["blocks.2.hook_resid_post"] });

        Assert.IsNull(forward.Predictions);
        Assert.IsNull(forward.Model?.Vocabulary);
        CollectionAssert.AreEqual(whole.Taps?.Single().Value.Data, forward.Taps?.Single().Value.Data);
        foreach (var method in new[] { "lens", "explain", "contributions" })
        {
            var answer = TestModels.Answer(new JsonObject { ["method"] = method, ["model"] = twin.Folder, ["ids"] = new JsonArray(3, 17) });
            Assert.AreEqual("notAvailable", answer.GetProperty("error").GetProperty("kind").GetString(), method);
        }
    }

    /// <summary>Names the class as one without a head and takes the head's tensors out of the header's list, their bytes staying as a buffer.</summary>
    private static void WithoutHead(string folder)
    {
        var config = Path.Combine(folder, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("BertForMaskedLM", "BertModel", StringComparison.Ordinal));
        var weights = Path.Combine(folder, "model.safetensors");
        var bytes = File.ReadAllBytes(weights);
        var end = 8 + (int)BitConverter.ToUInt64(bytes);
        var header = System.Text.Encoding.UTF8.GetString(bytes, 8, end - 8).Replace("\"cls.predictions.", "\"pooler.predictions.", StringComparison.Ordinal);
        var written = System.Text.Encoding.UTF8.GetBytes(header + new string(' ', (8 - (header.Length % 8)) % 8));
        File.WriteAllBytes(weights, [.. BitConverter.GetBytes((ulong)written.Length), .. written, .. bytes.AsSpan(end)]);
    }
}
