using Interp.Models;
using Interp.Runtime.Products;
using Interp.Runtime.Tests.Support;

namespace Interp.Runtime.Tests;

/// <summary>Tiled products with the unembedding against sums written out in double.</summary>
[TestClass]
public sealed class VocabularyProductTests
{
    private const int Width = 24;

    [TestMethod]
    [DataRow(1, 61, 1)]
    [DataRow(3, 5000, 2)]
    [DataRow(9, 4097, 3)]
    [DataRow(520, 700, 2)]
    [DataRow(1500, 3, 2)]
    public void Every_entry_is_shown_once_and_is_right(int rows, int vocabulary, int threads)
    {
        using var model = new RandomModel { Vocabulary = vocabulary }.Build();
        using var product = new VocabularyProduct(model.Weights.Unembedding, threads);
        var left = Values(rows * Width, 5);
        var whole = new Whole(vocabulary, rows);

        product.Multiply(left, rows, whole, CancellationToken.None);

        for (var row = 0; row < rows; row++)
        {
            for (var token = 0; token < vocabulary; token++)
            {
                Assert.AreEqual(1, whole.Seen[(row * vocabulary) + token]);
                var expected = Dot(left.AsSpan(row * Width, Width), model.Weights.Unembedding.Row(token));
                Assert.AreEqual(expected, whole.Values[(row * vocabulary) + token], 1e-4, $"row {row}, token {token}");
            }
        }
    }

    [TestMethod]
    [DataRow(2, 300, 24)]
    [DataRow(8, 300, 24)]
    [DataRow(13, 4161, 128)]
    [DataRow(31, 4200, 300)]
    [DataRow(32, 4096, 576)]
    public void Few_rows_have_the_bits_that_they_have_among_many(int rows, int vocabulary, int width)
    {
        using var model = new RandomModel { Vocabulary = vocabulary, Width = width }.Build();
        using var product = new VocabularyProduct(model.Weights.Unembedding, 2);
        const int many = 40;
        var left = Values(many * width, 5);
        var (few, all) = (new Whole(vocabulary, rows), new Whole(vocabulary, many));

        product.Multiply(left, rows, few, CancellationToken.None);
        product.Multiply(left, many, all, CancellationToken.None);

        Compare.SameBits(all.Values.AsSpan(0, rows * vocabulary), few.Values, "products");
    }

    [TestMethod]
    [DataRow(1, 5000, 2)]
    [DataRow(7, 61, 1)]
    [DataRow(40, 9000, 3)]
    public void Weighted_sums_of_unembedding_rows_are_right(int rows, int vocabulary, int threads)
    {
        using var model = new RandomModel { Vocabulary = vocabulary }.Build();
        using var product = new VocabularyProduct(model.Weights.Unembedding, threads);
        var weights = Values(rows * vocabulary, 6);
        var sums = new float[rows * Width];

        product.WeightedSums((first, tokens, tile) => Copy(weights, vocabulary, first, tokens, tile), rows, sums, CancellationToken.None);

        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < Width; i++)
            {
                var expected = Enumerable.Range(0, vocabulary)
                    .Sum(token => (double)weights[(row * vocabulary) + token] * model.Weights.Unembedding.Row(token)[i]);
                Assert.AreEqual(expected, sums[(row * Width) + i], 1e-5 * vocabulary, $"row {row}, entry {i}");
            }
        }
    }

    [TestMethod]
    public void Same_product_gives_the_same_bits_every_time()
    {
        using var model = new RandomModel { Vocabulary = 9000 }.Build();
        using var product = new VocabularyProduct(model.Weights.Unembedding, 2);
        var weights = Values(3 * 9000, 7);
        var first = new float[3 * Width];
        var again = new float[3 * Width];
        product.WeightedSums((from, tokens, tile) => Copy(weights, 9000, from, tokens, tile), 3, first, CancellationToken.None);
        for (var round = 0; round < 20; round++)
        {
            product.WeightedSums((from, tokens, tile) => Copy(weights, 9000, from, tokens, tile), 3, again, CancellationToken.None);
            Compare.SameBits(first, again, "sums");
        }
    }

    [TestMethod]
    public void Tiles_do_not_depend_on_the_number_of_workers()
    {
        foreach (var workers in (int[])[2, 3, 16])
        {
            var (one, many) = (new TilePlan(1300, 49152, 1), new TilePlan(1300, 49152, workers));
            CollectionAssert.AreEqual(Tiles(one), Tiles(many));
        }
    }

    [TestMethod]
    public void Cancelled_product_stops_and_leaves_the_product_usable()
    {
        using var model = new RandomModel { Vocabulary = 5000 }.Build();
        using var product = new VocabularyProduct(model.Weights.Unembedding, 2);
        using var source = new CancellationTokenSource();
        var rows = Values(600 * Width, 8);
        Assert.ThrowsExactly<OperationCanceledException>(() => product.Multiply(rows, 600, new CancelAtOnce(source), source.Token));

        var whole = new Whole(5000, 1);
        product.Multiply(rows, 1, whole, CancellationToken.None);
        Assert.AreEqual(Dot(rows.AsSpan(0, Width), model.Weights.Unembedding.Row(4999)), whole.Values[4999], 1e-4);
    }

    [TestMethod]
    public void Failure_of_a_visitor_reaches_the_caller()
    {
        using var model = new RandomModel { Vocabulary = 5000 }.Build();
        using var product = new VocabularyProduct(model.Weights.Unembedding, 2);
        var failure = Assert.ThrowsExactly<InvalidDataException>(() => product.Multiply(new float[Width], 1, new Failing(), CancellationToken.None));
        Assert.AreEqual("as asked", failure.Message);
    }

    [TestMethod]
    public void Products_of_any_matrices_are_right()
    {
        const int Rows = 5, Inner = 33, Columns = 7;
        using var products = new MatrixProduct(2);
        var (a, b) = (Values(Rows * Inner, 9), Values(Columns * Inner, 10));
        var byRows = new float[Rows * Columns];
        products.ByRows(a, b, byRows, Inner, CancellationToken.None);
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                Assert.AreEqual(Dot(a.AsSpan(row * Inner, Inner), b.AsSpan(column * Inner, Inner)), byRows[(row * Columns) + column], 1e-4);
            }
        }
    }

    private static List<TilePlan.Part> Tiles(TilePlan plan) =>
        [.. Enumerable.Range(0, plan.Stages).SelectMany(stage => Enumerable.Range(plan.Stage(stage).From, plan.Stage(stage).To - plan.Stage(stage).From)).Select(plan.Tile)];

    private static float[] Values(int count, uint seed) =>
        [.. Prompts.Random(count, 2001, seed).Select(number => (number - 1000) / 1000f)];

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }

    private static void Copy(float[] weights, int vocabulary, int first, int tokens, Span<float> tile)
    {
        for (var row = 0; row * tokens < tile.Length; row++)
        {
            weights.AsSpan((row * vocabulary) + first, tokens).CopyTo(tile[(row * tokens)..]);
        }
    }

    private sealed class Whole(int vocabulary, int rows) : ITileVisitor
    {
        public float[] Values { get; } = new float[rows * vocabulary];

        public int[] Seen { get; } = new int[rows * vocabulary];

        public void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values)
        {
            for (var row = 0; row < rows; row++)
            {
                for (var token = 0; token < tokens; token++)
                {
                    var index = ((firstRow + row) * vocabulary) + firstToken + token;
                    Values[index] = values[(row * tokens) + token];
                    Interlocked.Increment(ref Seen[index]);
                }
            }
        }
    }

    private sealed class CancelAtOnce(CancellationTokenSource source) : ITileVisitor
    {
        public void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values) => source.Cancel();
    }

    private sealed class Failing : ITileVisitor
    {
        public void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values)
        {
            if (firstToken > 0)
            {
                throw new InvalidDataException("as asked");
            }
        }
    }
}
