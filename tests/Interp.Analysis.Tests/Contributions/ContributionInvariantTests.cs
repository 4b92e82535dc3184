using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;
using Interp.Runtime.Tests.Support;

namespace Interp.Analysis.Tests.Contributions;

/// <summary>What must hold whatever the weights.</summary>
[TestClass]
public sealed class ContributionInvariantTests
{
    private const double Tolerance = 5e-5;
    private static readonly string[] AllLevels = ["layers", "biases", "heads", "headPositions", "ffNeurons", "attentionUnits", "attentionNeurons"];

    public static IEnumerable<object[]> BuildsAndModes => RandomWork.BuildsAndModes;

    public static IEnumerable<object[]> Builds => RandomWork.Builds.Keys.Select(build => new object[] { build });

    [TestMethod]
    [DynamicData(nameof(BuildsAndModes))]
    public void Scores_of_sequential_layers_sum_to_the_whole_change(string build, string mode)
    {
        using var work = new RandomWork(RandomWork.Builds[build]);
        var result = work.Run(new ContributionsRequest { Ids = RandomWork.Ids, Mode = mode, Levels = ["layers"] });
        Assert.IsNotNull(result.Layers);
        Near(result.Target.LogProbFinal - result.Target.LogProbEmbed, result.Sum.Total, "total");
        Near(result.Layers.Skip(1).Sum(row => row.Score), result.Sum.Layers, "sum of the rows");
        Near(result.Target.LogProbEmbed - result.Target.LogProbZero, result.Layers[0].Score, "embedding");
        Near(result.Sum.Total, result.Sum.Layers + result.Sum.Interaction, "interaction");
        if (work.Model.Spec.Order == BlockOrder.Pre)
        {
            Near(0, result.Sum.Interaction, "interaction of sequential blocks");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Builds))]
    public void Frozen_values_of_all_parts_and_biases_sum_to_the_models_logit(string build)
    {
        using var work = new RandomWork(WithoutBranchShifts((RandomWork.Builds[build] with { LogitCap = null }).Build()));
        var result = work.Run(new ContributionsRequest { Ids = RandomWork.Ids, Levels = AllLevels, Top = 100_000, Bottom = 0 });
        var layers = result.Layers ?? [];
        var biases = result.Biases ?? [];
        var ff = layers.Where(row => row.Component == "ff").Sum(row => row.Bs);
        var attention = layers.Where(row => row.Component == "attn").Sum(row => row.Bs);
        var attentionBias = biases.Where(row => row.Component == "attnBias").Sum(row => row.Bs);
        Near(ff, Sum(result.FfNeurons?.Top) + biases.Where(row => row.Component == "ffBias").Sum(row => row.Bs), "neurons and biases");
        Near(attention, Sum(result.Heads?.Top) + attentionBias, "heads");
        Near(attention, Sum(result.HeadPositions?.Top) + attentionBias, "head positions");
        Near(attention, Sum(result.AttentionUnits?.Top) + attentionBias, "units");
        Near(attention, Sum(result.AttentionNeurons?.Top) + attentionBias, "attention neurons");
        Near(result.Target.ModelLogProb, result.Target.LogProbFinal, "the frozen lens ends at the model's own output");
    }

    [TestMethod]
    [DynamicData(nameof(Builds))]
    public void Exact_shares_and_constant_sum_to_the_preactivation(string build)
    {
        using var work = new RandomWork(RandomWork.Builds[build]);
        foreach (var of in (string[])["ffNeurons", "attentionNeurons"])
        {
            foreach (var normalise in (string[])["absolute", "sum"])
            {
                AssertShares(work, of, normalise);
            }
        }
    }

    [TestMethod]
    public void Author_and_frozen_agree_without_biases()
    {
        using var work = new RandomWork(RandomWork.Builds["grouped queries, gated, RMS norms"]);
        AssertSame(
            work.Run(new ContributionsRequest { Ids = RandomWork.Ids, Levels = AllLevels, Mode = "frozen" }),
            work.Run(new ContributionsRequest { Ids = RandomWork.Ids, Levels = AllLevels, Mode = "author" }));
    }

    [TestMethod]
    [DynamicData(nameof(Builds))]
    public void Author_starts_from_equal_probabilities_and_says_which_biases_it_drops(string build)
    {
        using var work = new RandomWork(RandomWork.Builds[build]);
        var result = work.Run(new ContributionsRequest { Ids = RandomWork.Ids, Mode = "author", Levels = [] });
        Near(-Math.Log(work.Model.Spec.Vocabulary), result.Target.LogProbZero, "uniform");
        var hasBias = work.Model.Weights.FinalNorm?.Shift is not null || work.Model.Weights.UnembeddingBias is not null;
        Assert.AreEqual(hasBias, result.Warnings.Any(warning => warning.StartsWith("biasDropped: ", StringComparison.Ordinal)));
        Assert.AreEqual(work.Model.Spec.LogitCap is not null, result.Warnings.Any(warning => warning.StartsWith("softCap: ", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void A_grouped_query_model_is_its_twin_with_repeated_key_value_heads()
    {
        var random = RandomWork.Builds["grouped queries, gated, RMS norms"];
        using var grouped = new RandomWork(random);
        using var repeated = new RandomWork(Repeated(random.Build()));
        var request = new ContributionsRequest { Ids = RandomWork.Ids, Levels = AllLevels, Queries = new QueriesRequest { Of = new QueriesOf { Level = "attentionNeurons" } } };
        AssertSame(grouped.Run(request), repeated.Run(request));
    }

    [TestMethod]
    [DataRow("grouped queries, gated, RMS norms")]
    [DataRow("branch layer norms, rectifier")]
    public void Doubling_what_a_neuron_writes_and_halving_what_it_reads_changes_no_score(string build)
    {
        using var plain = new RandomWork(RandomWork.Builds[build]);
        var model = RandomWork.Builds[build].Build();
        var layer = model.Weights.Layers[1];
        Scale(model, layer.Out, 5, 2);
        Scale(model, layer.Up ?? layer.In, 5, 0.5f);
        if (!model.Spec.Gated && layer.InBias is { } bias)
        {
            model.Weights.Store.Writable(bias, 0, 1)[5] *= 0.5f;
        }

        using var scaled = new RandomWork(model);
        var request = new ContributionsRequest { Ids = RandomWork.Ids, Levels = ["layers", "heads", "ffNeurons"], Top = 1000, Bottom = 0 };
        AssertSame(plain.Run(request), scaled.Run(request));
    }

    [TestMethod]
    public void Permuting_neurons_permutes_the_lists_only()
    {
        var random = RandomWork.Builds["biases, layer norms, plain feed-forward"];
        using var plain = new RandomWork(random);
        var model = random.Build();
        foreach (var weight in (Weight?[])[model.Weights.Layers[0].In, model.Weights.Layers[0].Out])
        {
            SwapRows(model, weight, 2, 9);
        }

        if (model.Weights.Layers[0].InBias is { } bias)
        {
            var values = model.Weights.Store.Writable(bias, 0, 1);
            (values[2], values[9]) = (values[9], values[2]);
        }

        using var permuted = new RandomWork(model);
        var request = new ContributionsRequest { Ids = RandomWork.Ids, Levels = ["ffNeurons"], Top = 1000, Bottom = 0 };
        var expected = Neurons(plain.Run(request)).ToDictionary(row => (row.Layer, row.Neuron), row => row.Score);
        foreach (var row in Neurons(permuted.Run(request)))
        {
            var neuron = row.Layer == 0 && row.Neuron is 2 or 9 ? 11 - row.Neuron : row.Neuron;
            Near(expected[(row.Layer, neuron)], row.Score, $"neuron {row.Layer}.{row.Neuron}");
        }
    }

    [TestMethod]
    [DataRow("frozen")]
    [DataRow("perLayer")]
    public void A_neuron_that_is_off_scores_0_and_ties_are_in_order(string mode)
    {
        using var work = new RandomWork(RandomWork.Builds["branch layer norms, rectifier"]);
        var rows = Neurons(work.Run(new ContributionsRequest { Ids = RandomWork.Ids, Mode = mode, Levels = ["ffNeurons"], Top = 1000, Bottom = 0 }));
        var off = rows.Where(row => row.Coefficient == 0).ToArray();
        Assert.IsGreaterThan(10, off.Length);
        Assert.IsTrue(off.All(row => row.Score == 0));
        CollectionAssert.AreEqual(off.OrderBy(row => (row.Layer, row.Neuron)).ToArray(), off);
    }

    [TestMethod]
    [DynamicData(nameof(BuildsAndModes))]
    public void The_brute_force_sweep_gives_the_certified_lists(string build, string mode)
    {
        using var work = new RandomWork(RandomWork.Builds[build]);
        var request = new ContributionsRequest { Ids = RandomWork.Ids, Mode = mode, Levels = AllLevels, Top = 9, Bottom = 9 };
        var swept = work.Run(request, bruteForce: true);
        Assert.AreEqual("sweep", swept.FfNeurons?.Certificate.Bound);
        AssertSame(swept, work.Run(request));
    }

    [TestMethod]
    [DynamicData(nameof(BuildsAndModes))]
    public void What_a_head_reads_is_the_source_with_the_most_extreme_part_in_short_and_long_prompts(string build, string mode)
    {
        using var work = new RandomWork(RandomWork.Builds[build]);
        foreach (var ids in (int[][])[RandomWork.Ids, Prompts.Random(24, 61, 9)])
        {
            var result = work.Run(new ContributionsRequest { Ids = ids, Mode = mode, Levels = ["heads", "headPositions"], Reads = true, Top = 1000, Bottom = 1000 });
            var sources = (result.HeadPositions?.Top ?? []).ToLookup(row => (row.Layer, row.Head));
            foreach (var head in result.Heads?.Top ?? [])
            {
                Near(sources[(head.Layer, head.Head)].Max(row => row.Score), head.Reads?.Score ?? double.NaN, $"greatest of {head.Layer}.{head.Head}");
            }

            foreach (var head in result.Heads?.Bottom ?? [])
            {
                var least = sources[(head.Layer, head.Head)].MinBy(row => row.Score);
                Near(least?.Score ?? double.NaN, head.Reads?.Score ?? double.NaN, $"smallest of {head.Layer}.{head.Head}");
                Near(least?.Pattern ?? double.NaN, head.Reads?.Pattern ?? double.NaN, $"pattern of {head.Layer}.{head.Head}");
            }
        }
    }

    private static void AssertShares(RandomWork work, string of, string normalise)
    {
        var queries = new QueriesRequest { Of = new QueriesOf { Level = of }, Count = 12, Shares = true, Normalise = normalise };
        var result = work.Run(new ContributionsRequest { Ids = RandomWork.Ids, Levels = [], Queries = queries }).Queries;
        Assert.IsNotNull(result);
        foreach (var neuron in result.ValueNeurons)
        {
            foreach (var branch in neuron.Branches)
            {
                Near(branch.Value, branch.Total + branch.Constant, $"{of} {neuron.Layer}.{neuron.Neuron} {branch.Branch}");
                Near(branch.Total, branch.Shares?.Sum(share => share.Share) ?? 0, "total");
                if (!neuron.LeftOut)
                {
                    Near(1, branch.Shares?.Sum(share => normalise == "sum" ? share.Weight : Math.Abs(share.Weight ?? 0)) ?? 0, "weights");
                }
            }
        }
    }

    private static void AssertSame(ContributionsResult expected, ContributionsResult actual)
    {
        AssertRows(expected.Layers, actual.Layers, row => (row.Component, row.Layer));
        AssertRows(expected.Heads?.Top, actual.Heads?.Top, row => (row.Layer, row.Head));
        AssertRows(expected.Heads?.Bottom, actual.Heads?.Bottom, row => (row.Layer, row.Head));
        AssertRows(expected.HeadPositions?.Top, actual.HeadPositions?.Top, row => (row.Layer, row.Head, row.Position));
        AssertRows(expected.HeadPositions?.Bottom, actual.HeadPositions?.Bottom, row => (row.Layer, row.Head, row.Position));
        AssertRows(expected.FfNeurons?.Top, actual.FfNeurons?.Top, row => (row.Layer, row.Neuron));
        AssertRows(expected.FfNeurons?.Bottom, actual.FfNeurons?.Bottom, row => (row.Layer, row.Neuron));
        AssertRows(expected.AttentionUnits?.Top, actual.AttentionUnits?.Top, row => (row.Layer, row.Head, row.Neuron));
        AssertRows(expected.AttentionNeurons?.Top, actual.AttentionNeurons?.Top, row => (row.Layer, row.Head, row.Neuron, row.Position));
        AssertRows(expected.AttentionNeurons?.Bottom, actual.AttentionNeurons?.Bottom, row => (row.Layer, row.Head, row.Neuron, row.Position));
    }

    private static void AssertRows<TRow, TKey>(IReadOnlyList<TRow>? expected, IReadOnlyList<TRow>? actual, Func<TRow, TKey> keyOf)
        where TRow : ContributionRow
    {
        Assert.AreEqual(expected?.Count, actual?.Count);
        for (var index = 0; index < expected?.Count; index++)
        {
            Near(expected[index].Score, actual?[index].Score ?? double.NaN, $"{keyOf(expected[index])}");
        }

        // Neighbours closer than rounding may swap; without them the keys are the same.
        var close = expected?.Zip(expected.Skip(1), (left, right) => Math.Abs(left.Score - right.Score) < 1e-4).Any(near => near) ?? true;
        if (!close)
        {
            CollectionAssert.AreEqual(expected?.Select(keyOf).ToArray(), actual?.Select(keyOf).ToArray());
        }
    }

    private static IReadOnlyList<NeuronRow> Neurons(ContributionsResult result) => result.FfNeurons?.Top ?? [];

    private static double Sum(IEnumerable<ContributionRow>? rows) => rows?.Sum(row => row.Bs) ?? double.NaN;

    private static void Near(double expected, double actual, string what) =>
        Assert.IsLessThanOrEqualTo(Tolerance * (1 + Math.Abs(expected)), Math.Abs(expected - actual), $"{what}: {actual} instead of {expected}");

    private static void Scale(Model model, Weight weight, int row, float factor)
    {
        foreach (ref var value in model.Weights.Store.Writable(weight, row, 1))
        {
            value *= factor;
        }
    }

    private static void SwapRows(Model model, Weight? weight, int one, int other)
    {
        if (weight is not null)
        {
            var kept = weight.Row(one).ToArray();
            weight.Row(other).CopyTo(model.Weights.Store.Writable(weight, one, 1));
            kept.CopyTo(model.Weights.Store.Writable(weight, other, 1));
        }
    }

    /// <summary>The shift of a norm on a branch output belongs to no part of the branch; no family has one.</summary>
    private static Model WithoutBranchShifts(Model model) => new()
    {
        Name = model.Name,
        Source = model.Source,
        Spec = model.Spec,
        Weights = model.Weights with
        {
            Layers =
            [
                .. model.Weights.Layers.Select(layer => layer with
                {
                    AttentionBranchNorm = layer.AttentionBranchNorm is { } attention ? attention with { Shift = null } : null,
                    FeedForwardBranchNorm = layer.FeedForwardBranchNorm is { } feedForward ? feedForward with { Shift = null } : null,
                }),
            ],
        },
    };

    private static Model Repeated(Model model)
    {
        var spec = model.Spec;
        Weight Repeat(Weight weight)
        {
            var repeated = model.Weights.Store.Allocate(spec.Heads * spec.HeadWidth, weight.Columns);
            for (var row = 0; row < repeated.Rows; row++)
            {
                var (head, entry) = Math.DivRem(row, spec.HeadWidth);
                weight.Row((spec.KvHeadOf(head) * spec.HeadWidth) + entry).CopyTo(model.Weights.Store.Writable(repeated, row, 1));
            }

            return repeated;
        }

        return new Model
        {
            Name = model.Name,
            Source = model.Source,
            Spec = spec with { KvHeads = spec.Heads },
            Weights = model.Weights with { Layers = [.. model.Weights.Layers.Select(layer => layer with { Key = Repeat(layer.Key), Value = Repeat(layer.Value) })] },
        };
    }
}
