namespace Interp.Numerics.Tests;

[TestClass]
public sealed class QuantiseTests
{
    [TestMethod]
    public void Blocks_are_those_of_the_definition()
    {
        var state = 1UL;
        Span<byte> stored = stackalloc byte[34];
        for (var round = 0; round < 5_000; round++)
        {
            var size = Math.Pow(10, Next(15) - 9);
            var values = Enumerable.Range(0, 1 + Next(32)).Select(_ => (float)(((Next(2_000_001) * 1e-6) - 1) * size)).ToArray();
            Assert.IsTrue(Quantise.Q80(values, stored));
            var scale = values.Max(Math.Abs) / 127;
            Assert.AreEqual((Half)scale, BitConverter.ToHalf(stored));
            for (var index = 0; index < 32; index++)
            {
                var exact = index < values.Length && (Half)scale != Half.Zero ? values[index] * (1 / scale) : 0;
                Assert.AreEqual((sbyte)MathF.Round(exact, MidpointRounding.AwayFromZero), (sbyte)stored[2 + index], $"{values.ElementAtOrDefault(index)} by {scale}");
            }
        }

        int Next(int limit)
        {
            state = (state * 6364136223846793005UL) + 1442695040888963407UL;
            return (int)((state >> 33) % (ulong)limit);
        }
    }

    [TestMethod]
    public void Halves_round_away_from_zero_and_what_is_just_below_does_not()
    {
        float[] values = [127, 0.5f, -0.5f, 1.5f, -2.5f, MathF.BitDecrement(0.5f), -MathF.BitDecrement(0.5f), MathF.BitDecrement(1.5f)];
        var stored = new byte[34];
        Quantise.Q80(values, stored);
        CollectionAssert.AreEqual(new[] { 127, 1, -1, 2, -3, 0, 0, 1 }, stored.Skip(2).Take(8).Select(level => (int)(sbyte)level).ToArray());
    }

    [TestMethod]
    public void Numbers_that_are_not_finite_stay_so_and_those_too_large_are_told()
    {
        var stored = new byte[34];
        var values = new float[32];
        Assert.IsTrue(Quantise.Q80([1, float.NaN], stored));
        Dequantise.Q80(stored, values);
        Assert.IsTrue(float.IsNaN(values[0]));
        Assert.IsTrue(Quantise.Q80([1, float.NegativeInfinity], stored));
        Dequantise.Q80(stored, values);
        Assert.IsFalse(float.IsFinite(values[1]));
        Assert.IsFalse(Quantise.Q80([1, -1e7f], stored));

        var halves = new Half[2];
        Assert.IsTrue(Quantise.F16([65519, -1e-9f], halves));
        Assert.AreEqual(Half.MaxValue, halves[0]);
        Assert.IsTrue(Quantise.F16([float.NaN, float.PositiveInfinity], halves));
        Assert.IsFalse(Quantise.F16([0, -65520], halves));
    }
}
