using CsCheck;

namespace Interp.Numerics.Tests;

/// <summary>The kernel for a few rows against its twin, which takes the same roundings one entry at a time.</summary>
[TestClass]
public sealed class FewRowsProductTests
{
    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(2, 7, 5)]
    [DataRow(13, 100, 128)]
    [DataRow(16, 49, 129)]
    [DataRow(17, 97, 300)]
    [DataRow(31, 200, 576)]
    [DataRow(32, 48, 256)]
    public void Every_product_has_the_bits_of_the_twin(int count, int columns, int inner)
    {
        var random = new PCG(1, (uint)count);
        var rows = Values(random, count * inner);
        var matrix = Values(random, columns * inner);
        var turned = new float[FewRowsProduct.TurnedLength(count, inner)];
        var products = new float[count * columns];
        FewRowsProduct.Turn(rows, count, inner, turned);
        FewRowsProduct.Multiply(turned, count, matrix, inner, products);

        for (var row = 0; row < count; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var expected = Twin(rows.AsSpan(row * inner, inner), matrix.AsSpan(column * inner, inner));
                Assert.AreEqual(expected, products[(row * columns) + column], $"row {row}, column {column}");
            }
        }
    }

    [TestMethod]
    public void More_rows_than_fit_are_refused() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => FewRowsProduct.Turn(new float[33], 33, 1, new float[64]));

    private static float Twin(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        const int stretch = 128;
        var total = 0f;
        for (var first = 0; first < left.Length; first += stretch)
        {
            var sum = 0f;
            for (var index = first; index < Math.Min(left.Length, first + stretch); index++)
            {
                sum = MathF.FusedMultiplyAdd(left[index], right[index], sum);
            }

            total += sum;
        }

        return total;
    }

    private static float[] Values(PCG random, int count) => [.. Enumerable.Range(0, count).Select(_ => ((float)random.Next() / uint.MaxValue * 2) - 1)];
}
