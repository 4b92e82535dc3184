using CsCheck;
using Interp.Numerics;

namespace Interp.Numerics.Tests;

[TestClass]
public sealed class RowProductsTests
{
    [TestMethod]
    public void Products_of_rows_agree_with_the_slow_twin() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[1, 40]).SelectMany((rows, width) =>
            Gen.Select(Gen.Float[-2, 2].Array[rows * width], Gen.Float[-2, 2].Array[width])).Sample((matrix, vector) =>
        {
            var products = new float[matrix.Length / vector.Length];
            RowProducts.Multiply(matrix, vector, products);
            for (var row = 0; row < products.Length; row++)
            {
                var expected = vector.Select((value, column) => (double)value * matrix[(row * vector.Length) + column]).Sum();
                Assert.AreEqual(expected, products[row], 1e-5 * (1 + vector.Length));
                Assert.AreEqual(expected, RowProducts.DotDouble(matrix.AsSpan(row * vector.Length, vector.Length), vector), 1e-9);
            }
        });
}
