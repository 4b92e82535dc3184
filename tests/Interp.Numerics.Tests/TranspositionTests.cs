using CsCheck;

namespace Interp.Numerics.Tests;

[TestClass]
public sealed class TranspositionTests
{
    [TestMethod]
    public void Turned_panels_equal_the_definition_and_touch_nothing_else()
    {
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, 40], Gen.Int[0, 5], Gen.Int[0, 5]).Sample((rows, columns, moreColumns, moreRows) =>
        {
            var (sourceStride, targetStride) = (columns + moreColumns, rows + moreRows);
            var source = Enumerable.Range(0, rows * sourceStride).Select(i => (float)i + 1).ToArray();
            var target = new float[columns * targetStride];
            Transposition.Turn(source, sourceStride, rows, columns, target, targetStride);
            for (var i = 0; i < target.Length; i++)
            {
                var (column, row) = (i / targetStride, i % targetStride);
                Assert.AreEqual(row < rows ? source[(row * sourceStride) + column] : 0, target[i], $"[{column}, {row}]");
            }
        });
    }

    [TestMethod]
    public void Spans_that_are_too_short_are_refused()
    {
        Assert.ThrowsExactly<IndexOutOfRangeException>(() => Transposition.Turn(new float[15], 4, 4, 4, new float[16], 4));
        Assert.ThrowsExactly<IndexOutOfRangeException>(() => Transposition.Turn(new float[16], 4, 4, 4, new float[15], 4));
    }
}
