using System.Text.Json;
using Interp.Contracts;

namespace Interp.Analysis.Tests;

/// <summary>Parts of results that are sent while an analysis works.</summary>
[TestClass]
public sealed class PartialResultTests
{
    private static readonly int[] prompt = [3, 14, 15, 9, 2, 6, 5, 35, 8, 9, 7, 9];

    public static IEnumerable<object?[]> LensRequests =>
    [
        [new LensRequest { Model = "tiny/llama-gqa", Ids = prompt, Top = 2 }],
        [new LensRequest { Model = "tiny/gpt2", Ids = prompt, Mode = "frozen", Mid = true, Positions = [-1, 0] }],
        [new LensRequest { Model = "tiny/gemma2", Ids = prompt, Positions = [] }],
    ];

    [TestMethod]
    [DynamicData(nameof(LensRequests))]
    public void Depths_of_a_lens_are_sent_once_each_and_are_those_of_the_result(LensRequest request)
    {
        var (result, parts) = Run(new LensAnalysis(), request);
        var depths = parts.Cast<LensPartial>().ToDictionary(part => part.Row, part => part.Cells);

        foreach (var (row, place) in result.Rows.Select((row, place) => (row, place)).Where(_ => result.Positions.Count > 0))
        {
            CollectionAssert.AreEqual(result.Cells.Select(position => position[place]).ToArray(), depths[row].ToArray());
        }

        Assert.HasCount(result.Positions.Count > 0 ? result.Rows.Count : 0, depths);
    }

    [TestMethod]
    [DataRow("tiny/llama-gqa")]
    [DataRow("tiny/gpt2")]
    [DataRow("tiny/gemma2")]
    public void Each_level_is_sent_as_the_result_has_it_after_a_preview_where_it_must_be_proved(string model)
    {
        var (result, parts) = Run(new ContributionsAnalysis(), new ContributionsRequest
        {
            Model = model,
            Ids = prompt,
            Levels = ["layers", "biases", "heads", "headPositions", "ffNeurons", "attentionUnits", "attentionNeurons"],
            Top = 5,
            Bottom = 3,
        });

        var levels = parts.Cast<ContributionsPartial>().ToArray();
        Assert.AreSame(result.Layers, levels.Single(part => part.Layers is not null).Layers);
        Assert.AreSame(result.Heads, levels.Single(part => part.Heads is not null).Heads);
        var neurons = levels.Where(part => part.FfNeurons is not null).ToArray();
        Assert.AreSame(result.FfNeurons, neurons[^1].FfNeurons);
        Assert.AreSame(result.AttentionNeurons, levels.Last(part => part.AttentionNeurons is not null).AttentionNeurons);
        Assert.AreSame(result.AttentionUnits, levels.Last(part => part.AttentionUnits is not null).AttentionUnits);
        Assert.AreSame(result.HeadPositions, levels.Last(part => part.HeadPositions is not null).HeadPositions);
        Assert.HasCount(2, neurons);
        Assert.IsTrue(neurons[0].Preview);
        Assert.IsNull(neurons[1].Preview);
    }

    [TestMethod]
    public void A_preview_lists_parts_by_their_first_order_scores()
    {
        var request = new ContributionsRequest { Model = "tiny/llama-gqa", Ids = prompt, Levels = ["ffNeurons"], Top = 8, Bottom = 8 };

        var (_, parts) = Run(new ContributionsAnalysis(), request);
        var preview = parts.Cast<ContributionsPartial>().First(part => part.FfNeurons is not null).FfNeurons ?? throw new AssertFailedException("There is a preview.");
        var all = TestModels.Run(new ContributionsAnalysis(), request with { Top = 10_000, Bottom = 0 }).FfNeurons?.Top ?? [];

        var expected = all.OrderByDescending(row => row.FirstOrder).Take(8).Select(row => (row.Layer, row.Neuron)).ToArray();
        CollectionAssert.AreEqual(expected, preview.Top.Select(row => (row.Layer, row.Neuron)).ToArray());
        foreach (var row in preview.Top.Concat(preview.Bottom))
        {
            Assert.AreEqual(row.FirstOrder ?? double.NaN, row.Score, 1e-5);
        }

        Assert.IsFalse(preview.Certificate.Certified);
    }

    [TestMethod]
    public void A_result_is_the_same_whether_parts_are_sent_or_not()
    {
        var request = new ContributionsRequest { Model = "tiny/llama-gqa", Ids = prompt, Levels = ["layers", "heads", "ffNeurons"] };

        var (sent, _) = Run(new ContributionsAnalysis(), request);
        var silent = TestModels.Run(new ContributionsAnalysis(), request);

        Assert.AreEqual(TextOf(silent), TextOf(sent));
    }

    private static string TextOf(ContributionsResult result) =>
        JsonSerializer.Serialize(result with { Run = null }, InterpJsonContext.Default.ContributionsResult);

    private static (TResult Result, List<AnalysisPartial> Parts) Run<TRequest, TResult>(Analysis<TRequest, TResult> analysis, TRequest request)
        where TRequest : AnalysisRequest
        where TResult : AnalysisResult
    {
        var parts = new List<AnalysisPartial>();
        return (analysis.Run(request, TestModels.Context with { Partials = new Recorder(parts) }, CancellationToken.None), parts);
    }

    private sealed class Recorder(List<AnalysisPartial> parts) : IProgress<AnalysisPartial>
    {
        public void Report(AnalysisPartial value) => parts.Add(value);
    }
}
