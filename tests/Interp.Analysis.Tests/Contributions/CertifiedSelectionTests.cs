using CsCheck;
using Interp.Analysis.Contributions;

namespace Interp.Analysis.Tests.Contributions;

[TestClass]
public sealed class CertifiedSelectionTests
{
    private static readonly Gen<ScatteredCandidates> Candidates =
        from count in Gen.Int[0, 60]
        from scores in Gen.Double[-3, 3].Array[count]
        from rounding in Gen.Int[0, 2]
        from slack in Gen.Double[0, 1].Array[count * 6]
        select new ScatteredCandidates(scores, slack, rounding);

    [TestMethod]
    public void Selected_lists_are_those_of_a_sorted_sweep_for_every_length_and_batch() =>
        Gen.Select(Candidates, Gen.Int[0, 70], Gen.Int[0, 70], Gen.Int[1, 40]).Sample((candidates, top, bottom, batch) =>
        {
            var tails = CertifiedSelection.Run(candidates, top, bottom, null, CancellationToken.None, batch);
            CollectionAssert.AreEqual(candidates.Sorted(smallest: false).Take(top).ToArray(), tails.Top);
            CollectionAssert.AreEqual(candidates.Sorted(smallest: true).Take(bottom).ToArray(), tails.Bottom);
            Assert.IsTrue(tails.Certificate.Certified);
            Assert.IsLessThanOrEqualTo(candidates.Count, tails.Certificate.ExactEvaluations);
        });

    [TestMethod]
    public void Nothing_is_evaluated_twice() =>
        Gen.Select(Candidates, Gen.Int[0, 70], Gen.Int[0, 70]).Sample((candidates, top, bottom) =>
        {
            var tails = CertifiedSelection.Run(candidates, top, bottom, null, CancellationToken.None);
            Assert.HasCount(tails.Certificate.ExactEvaluations, candidates.Evaluated);
        });

    [TestMethod]
    public void An_early_stop_keeps_to_its_limit_and_says_how_far_others_could_pass() =>
        Gen.Select(Candidates, Gen.Int[1, 20], Gen.Int[0, 20], Gen.Int[0, 40]).Sample((candidates, top, bottom, limit) =>
        {
            var tails = CertifiedSelection.Run(candidates, top, bottom, limit, CancellationToken.None);
            Assert.IsLessThanOrEqualTo(limit, tails.Certificate.ExactEvaluations);
            if (tails.Certificate.Certified)
            {
                CollectionAssert.AreEqual(candidates.Sorted(smallest: false).Take(top).ToArray(), tails.Top);
            }
            else if (tails.Certificate.TopGap is double gap && tails.Top.Length > 0)
            {
                var last = candidates.Scores[tails.Top[^1]];
                var missed = candidates.Unknown.Select(candidate => candidates.Scores[candidate]).DefaultIfEmpty(last).Max();
                Assert.IsLessThanOrEqualTo(last + gap + 1e-5, missed);
            }
        });

    [TestMethod]
    public void A_cancelled_selection_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var candidates = new ScatteredCandidates([1, 2, 3], new double[18], 0);
        Assert.Throws<OperationCanceledException>(() => CertifiedSelection.Run(candidates, 1, 1, null, source.Token));
    }

    /// <summary>Random scores with random valid bounds that tighten from stage to stage; score 0 stands for empty parts.</summary>
    private sealed class ScatteredCandidates : ICandidates
    {
        private readonly double[] slack;

        public ScatteredCandidates(double[] scores, double[] slack, int rounding)
        {
            // Rounded scores tie, and some are exactly 0. Bounds are float32 numbers: what they cannot tell from 0 is 0.
            double[] normal = [.. scores.Select(score => Math.Abs(score) < 1e-30 ? 0 : score)];
            Scores = rounding == 0 ? normal : [.. normal.Select(score => Math.Round(score * rounding) / rounding)];
            this.slack = slack;
        }

        public double[] Scores { get; }

        public List<int> Evaluated { get; } = [];

        public IEnumerable<int> Unknown => Enumerable.Range(0, Count).Where(candidate => !Evaluated.Contains(candidate) && Scores[candidate] != 0);

        public int Count => Scores.Length;

        public IReadOnlyList<int> HeadTokens { get; } = [1, 2, 3];

        public int[] Sorted(bool smallest) =>
            [.. Enumerable.Range(0, Count).OrderBy(candidate => smallest ? Scores[candidate] : -Scores[candidate]).ThenBy(candidate => candidate)];

        public float[] UpperBounds(CancellationToken cancel) =>
            [.. Scores.Select((score, candidate) => score == 0 ? float.NaN : (float)(score + (0.5 * slack[candidate])))];

        public double EmptyScore(int candidate) => 0;

        public void LowerBounds(int stage, ReadOnlySpan<int> candidates, Span<float> lower, CancellationToken cancel)
        {
            cancel.ThrowIfCancellationRequested();
            for (var index = 0; index < candidates.Length; index++)
            {
                lower[index] = (float)(Scores[candidates[index]] - (slack[((stage + 1) * Count) + candidates[index]] / (stage + 1)));
            }
        }

        public int Evaluate(ReadOnlySpan<int> candidates, Span<double> scores, CancellationToken cancel)
        {
            cancel.ThrowIfCancellationRequested();
            for (var index = 0; index < candidates.Length; index++)
            {
                Evaluated.Add(candidates[index]);
                scores[index] = Scores[candidates[index]];
            }

            return candidates.Length;
        }
    }
}
