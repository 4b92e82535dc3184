using Interp.Contracts;

namespace Interp.Analysis.Tests;

[TestClass]
public sealed class ProjectAnalysisTests
{
    private static readonly int[] Ids = [3, 17, 42, 99, 5, 8, 120, 77];

    [TestMethod]
    public void A_state_read_in_a_mode_is_the_cell_of_that_lens()
    {
        foreach (var mode in new[] { "perLayer", "frozen", "author" })
        {
            var lens = TestModels.Run(
                new LensAnalysis(), new LensRequest { Model = Gpt2, Ids = Ids, Mode = mode, Positions = [-2], Target = new TokenChoice { Id = 50 } });
            var projected = Project([new() { Kind = "tap", Name = "blocks.1.hook_resid_post", Position = -2 }], request => request with { Mode = mode });

            var cell = lens.Cells[0][2].Target;
            Assert.AreEqual(cell?.Logit ?? 0, projected.Vectors[0].Target?.Value ?? 1, 1e-5);
            Assert.AreEqual(cell?.LogProb ?? 0, projected.Vectors[0].Target?.LogProb ?? 1, 1e-5);
            Assert.AreEqual(cell?.Rank, projected.Vectors[0].Target?.Rank);
            Assert.AreEqual(lens.Cells[0][2].Entropy, projected.Vectors[0].Entropy ?? 0, 1e-5);
        }
    }

    [TestMethod]
    [DataRow("tiny/gpt2", 4)]
    [DataRow("tiny/llama-gqa", 6)]
    public void A_head_is_the_sum_of_what_it_takes_from_each_source(string name, int heads)
    {
        for (var head = 0; head < heads; head++)
        {
            var vectors = Enumerable.Range(0, Ids.Length)
                .Select(source => new VectorChoice { Kind = "headSource", Layer = 1, Head = head, Source = source })
                .Append(new VectorChoice { Kind = "head", Layer = 1, Head = head });
            var projected = Project([.. vectors], request => request with { Model = TestFiles.Model(name) });

            var values = projected.Vectors.Select(vector => vector.Target?.Value ?? double.NaN).ToArray();
            Assert.AreEqual(values[^1], values[..^1].Sum(), 1e-5);
        }
    }

    [TestMethod]
    public void A_neurons_contribution_is_its_value_times_its_coefficient()
    {
        var forward = TestModels.Run(new ForwardAnalysis(), new ForwardRequest { Model = Gpt2, Ids = Ids, Taps = ["blocks.1.mlp.hook_post"] });
        var projected = Project(
            [new() { Kind = "ffValue", Layer = 1, Neuron = 7 }, new() { Kind = "ffContribution", Layer = 1, Neuron = 7, Position = 3 }],
            request => request with { Mode = "frozen", Position = 3 });

        var coefficient = forward.Taps?["blocks.1.mlp.hook_post"].Data[(3 * 192) + 7] ?? 0;
        Assert.AreEqual((projected.Vectors[0].Target?.Value ?? 0) * coefficient, projected.Vectors[1].Target?.Value ?? 1, 1e-6);
        Assert.AreEqual(projected.Vectors[0].Scale, projected.Vectors[1].Scale);
        Assert.AreEqual(3, projected.Vectors[1].Vector.Position);
    }

    [TestMethod]
    public void A_vector_of_zeros_gives_zeros_in_the_order_of_ids()
    {
        var projected = Project([new() { Kind = "explicit", Values = new float[48] }], request => request with { Ids = null });

        CollectionAssert.AreEqual(Enumerable.Range(0, 10).ToArray(), projected.Vectors[0].Top.Select(token => token.Id).ToArray());
        Assert.IsTrue(projected.Vectors[0].Top.Concat(projected.Vectors[0].Bottom).All(token => token.Value == 0));
        Assert.IsNull(projected.Tokens);
        Assert.IsNull(projected.Settings.Position);
    }

    public static IEnumerable<object[]> Refused =>
    [
        [new VectorChoice { Kind = "ffvalue", Layer = 0, Neuron = 0 }, ErrorKind.SettingUnknown, "vectors[0].kind"],
        [new VectorChoice { Kind = "ffValue", Layer = 0 }, ErrorKind.SettingUnknown, "vectors[0].neuron"],
        [new VectorChoice { Kind = "ffValue", Layer = 0, Neuron = 0, Head = 1 }, ErrorKind.SettingUnknown, "vectors[0].head"],
        [new VectorChoice { Kind = "ffKey", Layer = 0, Neuron = 0, Branch = "up" }, ErrorKind.SettingUnknown, "vectors[0].branch"],
        [new VectorChoice { Kind = "ffValue", Layer = 3, Neuron = 0 }, ErrorKind.OutOfRange, "vectors[0].layer"],
        [new VectorChoice { Kind = "ffValue", Layer = 0, Neuron = 192 }, ErrorKind.OutOfRange, "vectors[0].neuron"],
        [new VectorChoice { Kind = "head", Layer = 0, Head = 4 }, ErrorKind.OutOfRange, "vectors[0].head"],
        [new VectorChoice { Kind = "attnValue", Layer = 0, Head = 0, Neuron = 12 }, ErrorKind.OutOfRange, "vectors[0].neuron"],
        [new VectorChoice { Kind = "headSource", Layer = 0, Head = 0, Source = 8 }, ErrorKind.OutOfRange, "vectors[0].source"],
        [new VectorChoice { Kind = "tap", Name = "hook_embed", Position = -9 }, ErrorKind.OutOfRange, "vectors[0].position"],
        [new VectorChoice { Kind = "tap", Name = "blocks.3.hook_resid_pre" }, ErrorKind.OutOfRange, "vectors[0].name: layer"],
        [new VectorChoice { Kind = "tap", Name = "blocks.1.mlp.hook_post" }, ErrorKind.SettingUnknown, "vectors[0].name"],
        [new VectorChoice { Kind = "tap", Name = "blocks.*.hook_resid_pre" }, ErrorKind.SettingUnknown, "vectors[0].name"],
        [new VectorChoice { Kind = "embedding", Token = 211 }, ErrorKind.OutOfRange, "vectors[0].token"],
        [new VectorChoice { Kind = "explicit", Values = [1, 2] }, ErrorKind.OutOfRange, "vectors[0].values"],
        [new VectorChoice { Kind = "explicit", Values = [.. Enumerable.Repeat(float.PositiveInfinity, 48)] }, ErrorKind.OutOfRange, "vectors[0].values"],
    ];

    [TestMethod]
    [DynamicData(nameof(Refused))]
    public void A_vector_that_cannot_be_had_is_refused_by_its_path(VectorChoice vector, ErrorKind kind, string member) =>
        Assert.AreEqual(member, (string?)Refusals.Expect(kind, () => Project([vector])).Facts?["member"]);

    [TestMethod]
    public void What_needs_a_prompt_is_refused_without_one()
    {
        VectorChoice weight = new() { Kind = "ffValue", Layer = 0, Neuron = 0 };

        Refusals.Expect(ErrorKind.PromptEmpty, () => Project([new() { Kind = "tap", Name = "hook_embed" }], request => request with { Ids = null }));
        Refusals.Expect(ErrorKind.PromptEmpty, () => Project([weight], request => request with { Ids = null, Mode = "frozen" }));
        Refusals.Expect(ErrorKind.PromptEmpty, () => Project([weight], request => request with { Ids = null, Mode = "author" }));
        Refusals.Expect(ErrorKind.PromptEmpty, () => Project([weight], request => request with { Ids = null, Position = -1 }));
    }

    [TestMethod]
    public void A_request_without_vectors_or_with_unknown_values_is_refused()
    {
        VectorChoice weight = new() { Kind = "ffValue", Layer = 0, Neuron = 0 };

        Refusals.Expect(ErrorKind.SettingUnknown, () => Project([]));
        Refusals.Expect(ErrorKind.SettingUnknown, () => Project([weight], request => request with { Mode = "weight" }));
        Refusals.Expect(ErrorKind.OutOfRange, () => Project([weight], request => request with { Bottom = -1 }));
        Refusals.Expect(ErrorKind.OutOfRange, () => Project([weight], request => request with { Position = 8 }));
    }

    private static string Gpt2 => TestFiles.Model("tiny/gpt2");

    private static ProjectResult Project(VectorChoice[] vectors, Func<ProjectRequest, ProjectRequest>? change = null)
    {
        var request = new ProjectRequest { Model = Gpt2, Ids = Ids, Vectors = vectors, Target = new TokenChoice { Id = 50 } };
        return TestModels.Run(new ProjectAnalysis(), change is null ? request : change(request));
    }
}
