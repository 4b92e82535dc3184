using CsCheck;

namespace Interp.Numerics.Tests;

[TestClass]
public sealed class RankCounterTests
{
    [TestMethod]
    public void The_rank_is_one_more_than_the_number_of_greater_values_however_rough_the_estimate() =>
        Gen.Select(Gen.Int[-40, 40].Select(value => value / 8f).Array[1, 200], Gen.Int[0, 199], Gen.Double[0, 3], Gen.Double[-1, 1]).Sample((values, place, error, off) =>
        {
            var exact = values[place % values.Length];
            var (first, second) = (new RankCounter(exact + (off * error), error), new RankCounter(exact + (off * error), error));
            first.Look(values.AsSpan(0, values.Length / 3));
            second.Look(values.AsSpan(values.Length / 3));
            first.Add(second);
            return first.RankOf(exact) == 1 + values.Count(value => value > exact);
        });

    [TestMethod]
    public void A_float_sum_in_any_order_stays_within_the_bound() =>
        Gen.Select(Gen.Float[-3, 3].Array[1, 200], Gen.UInt).Sample((left, seed) =>
        {
            var right = new PCG(seed) is var generator ? left.Select(_ => (generator.Next(2000) / 500f) - 2).ToArray() : [];
            var (dot, error) = DotBounds.Of(left, right);
            var forward = left.Zip(right).Aggregate(0f, (sum, pair) => sum + (pair.First * pair.Second));
            var backward = left.Zip(right).Reverse().Aggregate(0f, (sum, pair) => MathF.FusedMultiplyAdd(pair.First, pair.Second, sum));
            return Math.Abs(forward - dot) <= error && Math.Abs(backward - dot) <= error;
        });
}
