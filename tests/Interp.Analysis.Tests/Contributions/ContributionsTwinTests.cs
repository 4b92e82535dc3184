using Interp.Contracts;

namespace Interp.Analysis.Tests.Contributions;

/// <summary>Every level against the float64 twin, on models of every build.</summary>
[TestClass]
public sealed class ContributionsTwinTests
{
    private const int Everything = 100_000;

    // Both start from the same float32 taps; the products and sums differ by float32 rounding.
    private const double Tolerance = 5e-5;

    public static IEnumerable<object[]> BuildsAndModes => RandomWork.BuildsAndModes;

    [TestMethod]
    [DynamicData(nameof(BuildsAndModes))]
    public void Every_part_of_every_level_has_the_score_that_the_twin_gives_it(string build, string mode) => Check(build, mode, contrast: null);

    [TestMethod]
    [DynamicData(nameof(BuildsAndModes))]
    public void Against_a_contrast_every_part_has_the_score_that_the_twin_gives_it(string build, string mode) => Check(build, mode, contrast: 23);

    [TestMethod]
    [DynamicData(nameof(BuildsAndModes))]
    public void Short_lists_are_the_ends_of_the_sorted_whole(string build, string mode)
    {
        using var work = new RandomWork(RandomWork.Builds[build]);
        string[] levels = ["headPositions", "ffNeurons", "attentionUnits", "attentionNeurons"];
        var whole = work.Run(new ContributionsRequest { Ids = RandomWork.Ids, Mode = mode, Target = new TokenChoice { Id = 11 }, Levels = levels, Top = Everything, Bottom = 0 });
        var ends = work.Run(new ContributionsRequest { Ids = RandomWork.Ids, Mode = mode, Target = new TokenChoice { Id = 11 }, Levels = levels, Top = 5, Bottom = 7 });
        AssertEnds(Scores(whole.HeadPositions?.Top), Scores(ends.HeadPositions?.Top), Scores(ends.HeadPositions?.Bottom));
        AssertEnds(Scores(whole.FfNeurons?.Top), Scores(ends.FfNeurons?.Top), Scores(ends.FfNeurons?.Bottom));
        AssertEnds(Scores(whole.AttentionUnits?.Top), Scores(ends.AttentionUnits?.Top), Scores(ends.AttentionUnits?.Bottom));
        AssertEnds(Scores(whole.AttentionNeurons?.Top), Scores(ends.AttentionNeurons?.Top), Scores(ends.AttentionNeurons?.Bottom));
    }

    private static void Check(string build, string mode, int? contrast)
    {
        using var work = new RandomWork(RandomWork.Builds[build]);
        const int position = 5;
        var result = work.Run(new ContributionsRequest
        {
            Ids = RandomWork.Ids,
            Mode = mode,
            Position = position,
            Target = new TokenChoice { Id = 11 },
            Contrast = contrast is null ? null : new TokenChoice { Id = contrast },
            Levels = ["layers", "heads", "headPositions", "ffNeurons", "attentionUnits", "attentionNeurons"],
            Top = Everything,
            Bottom = 0,
        });
        using var pass = work.Forward(RandomWork.Ids);
        var twin = new SlowContributions(work.Model, pass, position, LensModes.Parse(mode, LensMode.Frozen), 11, contrast);
        AssertRows(twin.Heads(), result.Heads?.Top, row => (row.Layer, row.Head));
        AssertRows(twin.HeadPositions(), result.HeadPositions?.Top, row => (row.Layer, row.Head, row.Position));
        AssertRows(twin.FfNeurons(), result.FfNeurons?.Top, row => (row.Layer, row.Neuron));
        AssertRows(twin.Units(), result.AttentionUnits?.Top, row => (row.Layer, row.Head, row.Neuron));
        AssertRows(twin.AttentionNeurons(), result.AttentionNeurons?.Top, row => (row.Layer, row.Head, row.Neuron, row.Position));
    }

    private static void AssertRows<TKey, TRow>(Dictionary<TKey, SlowContributions.Numbers> expected, IReadOnlyList<TRow>? rows, Func<TRow, TKey> keyOf)
        where TKey : notnull
        where TRow : ContributionRow
    {
        Assert.IsNotNull(rows);
        Assert.HasCount(expected.Count, rows);
        for (var index = 0; index < rows.Count; index++)
        {
            var (row, wanted) = (rows[index], expected[keyOf(rows[index])]);
            AssertNear(wanted.Score, row.Score, $"score of {keyOf(row)}");
            AssertNear(wanted.Bs, row.Bs, $"bs of {keyOf(row)}");
            AssertNear(wanted.Norm, row.Norm, $"norm of {keyOf(row)}");
            AssertNear(wanted.FirstOrder ?? 0, row.FirstOrder ?? 0, $"first order of {keyOf(row)}");
            AssertNear(wanted.Increase, row.Increase ?? row.Score, $"increase of {keyOf(row)}");
            Assert.IsTrue(index == 0 || row.Score <= rows[index - 1].Score, "the list descends");
        }
    }

    private static void AssertEnds(double[] whole, double[] top, double[] bottom)
    {
        for (var index = 0; index < top.Length; index++)
        {
            AssertNear(whole[index], top[index], $"top {index}");
        }

        for (var index = 0; index < bottom.Length; index++)
        {
            AssertNear(whole[whole.Length - 1 - index], bottom[index], $"bottom {index}");
        }
    }

    private static double[] Scores(IEnumerable<ContributionRow>? rows) => [.. rows?.Select(row => row.Score) ?? []];

    private static void AssertNear(double expected, double actual, string what) =>
        Assert.IsLessThanOrEqualTo(Tolerance * (1 + Math.Abs(expected)), Math.Abs(expected - actual), $"{what}: {actual} instead of {expected}");
}
