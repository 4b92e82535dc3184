using CsCheck;
using Interp.Numerics;

namespace Interp.Numerics.Tests;

[TestClass]
public sealed class ExponentialSumsTests
{
    private static readonly Gen<(float[] Weights, float[] Values, float Factor)> Terms =
        from count in Gen.Int[0, 70]
        from weights in Gen.Float[0, 1].Array[count]
        from exponent in Gen.Float[-30, 2]
        from values in Gen.Float[-20, 20].Array[count]
        from factor in Gen.Float[-1, 1]
        select (weights, values, factor * MathF.Pow(2, exponent));

    [TestMethod]
    public void Weighted_sums_of_expm1_agree_with_the_slow_twin_on_both_vector_widths() => Terms.Sample(terms =>
    {
        var (expected, size, greatest) = Slow(terms.Weights, terms.Values, terms.Factor);
        AssertNear(expected, size, greatest, ExponentialSums.WeightedExpm1Narrow(terms.Weights, terms.Values, terms.Factor, out var narrow), narrow);
        AssertNear(expected, size, greatest, ExponentialSums.WeightedExpm1Wide(terms.Weights, terms.Values, terms.Factor, out var wide), wide);
        AssertNear(expected, size, greatest, ExponentialSums.WeightedExpm1(terms.Weights, terms.Values, terms.Factor, out var chosen), chosen);
    });

    [TestMethod]
    [DataRow(1e-30f)]
    [DataRow(-1e-30f)]
    [DataRow(1e-9f)]
    [DataRow(-3e-5f)]
    [DataRow(0.34f)]
    [DataRow(-0.36f)]
    [DataRow(0.6931f)]
    [DataRow(59.9f)]
    [DataRow(-60f)]
    [DataRow(-86f)]
    public void A_single_term_has_a_relative_error_below_a_millionth(float value)
    {
        // 17 equal terms of weight 1/17 pass through the vector part and the rest.
        var weights = Enumerable.Repeat(1f / 17, 17).ToArray();
        var values = Enumerable.Repeat(value, 17).ToArray();
        var expected = Expm1(value);
        Assert.AreEqual(expected, ExponentialSums.WeightedExpm1Narrow(weights, values, 1, out _), 1e-6 * Math.Abs(expected));
        Assert.AreEqual(expected, ExponentialSums.WeightedExpm1Wide(weights, values, 1, out _), 1e-6 * Math.Abs(expected));
    }

    [TestMethod]
    public void Values_beyond_the_range_of_floats_stay_finite_and_are_reported()
    {
        float[] weights = [0.5f, 0.5f];
        Assert.IsTrue(double.IsFinite(ExponentialSums.WeightedExpm1(weights, [1000f, -1000f], 1, out var greatest)));
        Assert.AreEqual(1000f, greatest);
        Assert.AreEqual(-1, ExponentialSums.WeightedExpm1(weights, [-1000f, -500f], 1, out _), 1e-7);
    }

    [TestMethod]
    public void Sums_of_exponentials_agree_with_the_slow_twin() =>
        Gen.Float[-30, 0].Array[0, 900].Sample(values =>
        {
            // An exponent of up to 31.5 is rounded by up to 1e-6 before its exponential is taken.
            var expected = values.Sum(value => Math.Exp(value - 1.5));
            Assert.AreEqual(expected, ExponentialSums.Exp(values, 1.5f), 2e-6 * expected);
        });

    private static (double Sum, double Size, float Greatest) Slow(float[] weights, float[] values, float factor)
    {
        var sum = 0.0;
        var size = 0.0;
        var greatest = float.NegativeInfinity;
        for (var index = 0; index < weights.Length; index++)
        {
            var change = factor * values[index];
            sum += weights[index] * Expm1(change);
            size += weights[index] * Math.Abs(Expm1(change));
            greatest = Math.Max(greatest, change);
        }

        return (sum, size, greatest);
    }

    private static void AssertNear(double expected, double size, float greatest, double actual, float actualGreatest)
    {
        // Products below float's normal range lose digits.
        Assert.AreEqual(expected, actual, (1e-6 * size) + 1e-37);
        Assert.AreEqual(greatest, actualGreatest);
    }

    // The first terms of the series where exp(x) - 1 would lose digits.
    private static double Expm1(double x) => Math.Abs(x) > 1e-3 ? Math.Exp(x) - 1 : x * (1 + (x / 2 * (1 + (x / 3 * (1 + (x / 4))))));
}
