using Interp.Models;
using Interp.Runtime.Reference;
using Interp.Runtime.Tests.Support;

namespace Interp.Runtime.Tests.Reference;

[TestClass]
public sealed class ReferenceProductsTests
{
    // Sizes around the pieces of work: 4 positions by 2 rows by 4 entries at a time, 32 rows and 64 columns to a thread.
    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(3, 33, 7)]
    [DataRow(4, 2, 4)]
    [DataRow(6, 65, 67)]
    [DataRow(17, 31, 130)]
    public void Products_are_the_sums_that_they_say(int positions, int rows, int columns)
    {
        using var store = new WeightStore();
        var matrix = store.Allocate(rows, columns);
        Fill(store.Writable(matrix, 0, rows));
        var (readers, writers) = (Drawn(positions, columns), Drawn(positions, rows));
        var read = ReferenceProducts.Read(readers, matrix, null, 2, CancellationToken.None);
        var written = ReferenceProducts.Write(writers, matrix, null, 2, CancellationToken.None);

        for (var t = 0; t < positions; t++)
        {
            for (var r = 0; r < rows; r++)
            {
                Assert.AreEqual(Enumerable.Range(0, columns).Sum(i => readers.Row(t)[i] * matrix.Row(r)[i]), read.Row(t)[r], 1e-12);
            }

            for (var c = 0; c < columns; c++)
            {
                Assert.AreEqual(Enumerable.Range(0, rows).Sum(j => writers.Row(t)[j] * matrix.Row(j)[c]), written.Row(t)[c], 1e-12);
            }
        }
    }

    private static ReferenceTensor Drawn(int rows, int columns)
    {
        var tensor = new ReferenceTensor(rows, columns);
        var values = Prompts.Random(tensor.Values.Length, 2001, 5);
        for (var i = 0; i < values.Length; i++)
        {
            tensor.Values[i] = (values[i] - 1000) / 1000.0;
        }

        return tensor;
    }

    private static void Fill(Span<float> values)
    {
        var drawn = Prompts.Random(values.Length, 2001, 6);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (drawn[i] - 1000) / 1000f;
        }
    }
}
