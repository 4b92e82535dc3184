using CsCheck;

namespace Interp.Numerics.Tests;

[TestClass]
public sealed class SoftmaxSumsTests
{
    private static readonly Gen<float[]> Values = Gen.Float[-60, 40].Array[1, 700];

    [TestMethod]
    public void Wide_and_narrow_sums_are_those_of_the_plain_loop() => Values.Sample(values =>
    {
        var greatest = values.Max();
        var sum = values.Sum(value => Math.Exp((double)value - greatest));
        var weighted = values.Sum(value => ((double)value - greatest) * Math.Exp((double)value - greatest));
        return Near(SoftmaxSums.OfWide(values, greatest), sum, weighted) && Near(SoftmaxSums.OfNarrow(values, greatest), sum, weighted);
    });

    [TestMethod]
    public void The_greatest_value_is_found_on_both_paths() => Values.Sample(values =>
        SoftmaxSums.FiniteMaxWide(values) == values.Max() && SoftmaxSums.FiniteMaxNarrow(values) == values.Max());

    [TestMethod]
    public void One_value_that_is_no_number_spoils_the_greatest() =>
        Gen.Select(Values, Gen.Int[0, 699], Gen.OneOf(float.NaN, float.PositiveInfinity, float.NegativeInfinity)).Sample((values, place, odd) =>
        {
            values[place % values.Length] = odd;
            return float.IsNaN(SoftmaxSums.FiniteMaxWide(values)) && float.IsNaN(SoftmaxSums.FiniteMaxNarrow(values));
        });

    [TestMethod]
    public void Stretches_put_together_give_the_softmax_of_the_whole() => Gen.Select(Values, Gen.Int[1, 200]).Sample((values, stretch) =>
    {
        var total = new SoftmaxTotal();
        foreach (var part in values.Chunk(stretch))
        {
            var (sum, weighted) = SoftmaxSums.Of(part, part.Max());
            total.Add(part.Max(), sum, weighted);
        }

        var logSumExp = values.Max() + Math.Log(values.Sum(value => Math.Exp((double)value - values.Max())));
        var entropy = -values.Sum(value => Math.Exp(value - logSumExp) * (value - logSumExp));
        return Math.Abs(total.LogSumExp - logSumExp) < 1e-6 && Math.Abs(total.Entropy - entropy) < 1e-5
            && Math.Abs((total.EntropyBits * Math.Log(2)) - total.Entropy) < 1e-12;
    });

    [TestMethod]
    public void The_entropy_of_a_uniform_distribution_is_the_logarithm_of_its_size()
    {
        var (sum, weighted) = SoftmaxSums.Of(new float[1024], 0);
        var total = new SoftmaxTotal();
        total.Add(0, sum, weighted);

        Assert.AreEqual(10, total.EntropyBits, 1e-9);
    }

    // Float terms have a relative error of a few 1e-7; the weighted sum has terms of size up to 1/e each.
    private static bool Near((double Sum, double Weighted) got, double sum, double weighted) =>
        Math.Abs(got.Sum - sum) <= 1e-6 * sum && Math.Abs(got.Weighted - weighted) <= (2e-6 * Math.Abs(weighted)) + 1e-6;
}
