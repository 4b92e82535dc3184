using Interp.Analysis.Contributions;
using Interp.Contracts;
using Interp.Runtime.Tests.Support;

namespace Interp.Analysis.Tests.Contributions;

/// <summary>Bounds enclose every exact score: peaked and flat distributions, tiny and huge parts.</summary>
[TestClass]
public sealed class BoundTests
{
    // Bounds and scores are float32 numbers of changes up to hundreds of nats.
    private const double Rounding = 2e-5;

    public static IEnumerable<object[]> Cases =>
        from build in RandomWork.Builds.Keys
        from size in (float[])[0.01f, 1f, 8f, 20f]
        from kind in (string[])["Increase", "LogProb", "ProbIncrease"]
        select new object[] { build, size, kind };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Every_exact_score_lies_between_its_bounds_at_every_stage(string build, float size, string kind)
    {
        using var work = new RandomWork(Enlarged(RandomWork.Builds[build], size));
        var score = Enum.Parse<ScoreKind>(kind);
        var request = new ContributionsRequest { Ids = RandomWork.Ids, Target = new TokenChoice { Id = 11 }, Levels = ["headPositions", "ffNeurons", "attentionUnits", "attentionNeurons"] };
        using var begun = ContributionWork.Begin(request, PlanDefaults.Contributions, RequestScope.Over(work.Open), null, false, CancellationToken.None);
        var run = begun.Run;
        int[] layers = [.. Enumerable.Range(0, run.Spec.Layers)];
        foreach (var set in (PartSet[])[new FfNeurons(run.Point, layers), new AttentionUnits(run.Point, layers), new AttentionNeurons(run.Point, layers), new HeadSources(run.Point, layers)])
        {
            AssertEnclosed(run, set, score);
        }
    }

    [TestMethod]
    public void A_set_of_most_probable_tokens_breaks_ties_by_id_and_keeps_the_greatest_outside()
    {
        float[] probabilities = [0.1f, 0.3f, 0.1f, 0.4f, 0.1f];
        var three = HeadTokenSet.Of(probabilities, 3);
        CollectionAssert.AreEqual((int[])[0, 1, 3], three.Tokens);
        Assert.AreEqual(0.1, three.Rest, 1e-7);
        Assert.AreEqual(0.3, three.Weights[2], 1e-7);
        Assert.AreEqual(0, HeadTokenSet.Of(probabilities, 5).Rest);
        Assert.IsEmpty(HeadTokenSet.Of(probabilities, 0).Tokens);
        Assert.AreEqual(0.4, HeadTokenSet.Of(probabilities, 0).Rest, 1e-7);
    }

    private static void AssertEnclosed(ContributionRun run, PartSet set, ScoreKind kind)
    {
        var map = new ScoreMap(run.Bases, kind);
        int[] states = [.. set.Layers.Select(set.BranchOf).SelectMany(branch => (int[])[branch.BaseState, map.StateOf(branch)])];
        run.Exact.Prepare(states, run.Cancel);
        var evaluator = new PartEvaluator(set, run.Exact, map, run.Engine);
        var bounded = new BoundedParts(set, evaluator, map, run.Engine, run.Statics);
        var upper = bounded.UpperBounds(run.Cancel);
        int[] candidates = [.. Enumerable.Range(0, set.Count).Where(candidate => !float.IsNaN(upper[candidate]))];
        var exact = new double[candidates.Length];
        bounded.Evaluate(candidates, exact, run.Cancel);
        var before = new float[candidates.Length];
        before.AsSpan().Fill(float.NegativeInfinity);
        for (var stage = 0; stage <= bounded.HeadTokens.Count; stage++)
        {
            var lower = new float[candidates.Length];
            bounded.LowerBounds(stage, candidates, lower, run.Cancel);
            for (var index = 0; index < candidates.Length; index++)
            {
                Assert.IsTrue(double.IsFinite(exact[index]));
                var allowed = Rounding * (1 + Math.Abs(upper[candidates[index]]) + Math.Abs(exact[index]));
                Assert.IsLessThanOrEqualTo(upper[candidates[index]] + allowed, exact[index], $"{set.Stage} {candidates[index]}: above");
                Assert.IsGreaterThanOrEqualTo(lower[index] - allowed, exact[index], $"{set.Stage} {candidates[index]}: below at stage {stage}");
                Assert.IsGreaterThanOrEqualTo(before[index], lower[index] + (float)allowed, $"{set.Stage} {candidates[index]}: a later stage is looser");
            }

            before = lower;
        }
    }

    /// <summary>The model with its unembedding multiplied: all values grow alike, and the distributions become peaked.</summary>
    private static Models.Model Enlarged(RandomModel random, float size)
    {
        var model = (random with { Tied = false }).Build();
        var unembedding = model.Weights.Unembedding;
        foreach (ref var value in model.Weights.Store.Writable(unembedding, 0, unembedding.Rows))
        {
            value *= size;
        }

        return model;
    }
}
