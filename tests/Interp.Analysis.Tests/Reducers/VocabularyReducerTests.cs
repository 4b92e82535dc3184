using Interp.Contracts;
using Interp.Models;
using Interp.Numerics;
using Interp.Runtime;

namespace Interp.Analysis.Tests;

/// <summary>Reductions against a full product in double precision.</summary>
[TestClass]
public sealed class VocabularyReducerTests
{
    // More tokens than one tile holds.
    private const int Vocabulary = 9001;
    private const int Width = 8;
    private const int Count = 5;

    [TestMethod]
    public void Top_bottom_distribution_and_ranks_are_those_of_the_whole_product()
    {
        using var model = SmallModels.Create(vocabulary: Vocabulary, cap: 1.5);
        using var engine = new Engine(model, 2);
        var rows = Rows();
        var bias = new Sequence(11).Take(Vocabulary);
        var plan = new ReductionPlan
        {
            Top = 7,
            Bottom = 3,
            Bias = bias,
            AddsBias = row => row != 1,
            Caps = row => row == 2,
            Followed = row => [row, 9000 - row],
        };

        var reductions = VocabularyReducer.Run(engine, rows, Count, plan, NotFinite, CancellationToken.None);

        for (var row = 0; row < Count; row++)
        {
            var values = Values(model.Weights.Unembedding, rows.AsSpan(row * Width, Width), row == 1 ? null : bias, row == 2 ? 1.5 : null);
            Compare(values, reductions[row]);
            CollectionAssert.AreEqual(new[] { row, 9000 - row }, reductions[row].Followed.Select(token => token.Id).ToArray());
        }
    }

    [TestMethod]
    public void Tokens_that_the_rows_name_themselves_are_followed_like_those_known_before()
    {
        using var model = SmallModels.Create(vocabulary: Vocabulary, cap: 1.5);
        using var engine = new Engine(model, 2);
        var plan = new ReductionPlan { Top = 2, Caps = row => row == 2, Followed = row => [row] };
        var first = VocabularyReducer.Run(engine, Rows(), Count, plan, NotFinite, CancellationToken.None);
        var before = VocabularyReducer.Run(
            engine, Rows(), Count, plan with { Followed = row => [row, first[^1].Top[1].Id, 17] }, NotFinite, CancellationToken.None);

        var after = VocabularyReducer.Run(
            engine, Rows(), Count, plan with { FollowedAfter = (rows, _) => [rows[^1].Top[1].Id, 17] }, NotFinite, CancellationToken.None);

        for (var row = 0; row < Count; row++)
        {
            CollectionAssert.AreEqual(before[row].Followed.ToArray(), after[row].Followed.ToArray());
            CollectionAssert.AreEqual(before[row].Top.ToArray(), after[row].Top.ToArray());
            Assert.AreEqual(before[row].LogSumExp, after[row].LogSumExp);
        }
    }

    [TestMethod]
    public void More_rows_than_may_be_kept_are_refused_as_a_fault_of_the_caller()
    {
        using var model = SmallModels.Create(vocabulary: Vocabulary);
        using var engine = new Engine(model, 2);
        var plan = new ReductionPlan { FollowedAfter = (_, _) => [1] };
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => VocabularyReducer.Run(engine, new float[1000 * Width], 1000, plan, NotFinite, CancellationToken.None));
    }

    [TestMethod]
    public void A_row_of_zeros_gives_equal_values_in_the_order_of_their_ids()
    {
        using var model = SmallModels.Create(vocabulary: Vocabulary);
        using var engine = new Engine(model, 2);

        var row = VocabularyReducer.Run(
            engine, new float[Width], 1, new ReductionPlan { Top = 3, Bottom = 3, Followed = _ => [8000] }, NotFinite, CancellationToken.None)[0];

        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, row.Top.Select(entry => entry.Id).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, row.Bottom.Select(entry => entry.Id).ToArray());
        Assert.AreEqual(Math.Log2(Vocabulary), row.EntropyBits, 1e-9);
        Assert.AreEqual(new RankedToken(8000, 0, 1), row.Followed[0]);
    }

    [TestMethod]
    public void The_number_of_threads_changes_no_bit()
    {
        using var model = SmallModels.Create(vocabulary: Vocabulary);
        var plan = new ReductionPlan { Top = 4, Followed = _ => [17] };
        var answers = new[] { 1, 2, 3 }.Select(threads =>
        {
            using var engine = new Engine(model, threads);
            return VocabularyReducer.Run(engine, Rows(), Count, plan, NotFinite, CancellationToken.None)
                .Select(row => (row.LogSumExp, row.EntropyBits, row.Followed[0], string.Join(",", row.Top))).ToArray();
        }).ToArray();

        CollectionAssert.AreEqual(answers[0], answers[1]);
        CollectionAssert.AreEqual(answers[0], answers[2]);
    }

    [TestMethod]
    public void A_value_that_is_no_number_is_refused_naming_the_lowest_row()
    {
        using var model = SmallModels.Create(vocabulary: Vocabulary);
        using var engine = new Engine(model, 2);
        var rows = Rows();
        rows[(3 * Width) + 2] = float.NaN;
        rows[(4 * Width) + 2] = float.PositiveInfinity;

        var refusal = Refusals.Expect(
            ErrorKind.NotFinite, () => VocabularyReducer.Run(engine, rows, Count, new ReductionPlan { Top = 1 }, NotFinite, CancellationToken.None));

        Assert.AreEqual("logits at position 3", refusal.Message);
    }

    [TestMethod]
    public void The_top_values_do_not_depend_on_how_many_are_kept()
    {
        using var model = SmallModels.Create(vocabulary: Vocabulary);
        using var engine = new Engine(model, 2);
        var lists = new[] { 1, 10, 50 }.Select(top =>
            VocabularyReducer.Run(engine, Rows(), Count, new ReductionPlan { Top = top }, NotFinite, CancellationToken.None)).ToArray();

        for (var row = 0; row < Count; row++)
        {
            CollectionAssert.AreEqual(lists[2][row].Top.Take(10).ToArray(), lists[1][row].Top.ToArray());
            Assert.AreEqual(lists[2][row].Top[0], lists[0][row].Top[0]);
            Assert.AreEqual(lists[2][row].LogSumExp, lists[0][row].LogSumExp);
        }
    }

    private static void Compare(double[] values, RowReduction row)
    {
        var greatest = values.Max();
        var logSumExp = greatest + Math.Log(values.Sum(value => Math.Exp(value - greatest)));
        Assert.AreEqual(logSumExp, row.LogSumExp, 1e-5);
        Assert.AreEqual(-values.Sum(value => Math.Exp(value - logSumExp) * (value - logSumExp)) / Math.Log(2), row.EntropyBits, 1e-4);
        var ascending = values.Order().ToArray();
        for (var place = 0; place < row.Top.Count; place++)
        {
            Assert.AreEqual(ascending[^(place + 1)], row.Top[place].Value, 1e-5);
            Assert.AreEqual(values[row.Top[place].Id], row.Top[place].Value, 1e-5);
        }

        for (var place = 0; place < row.Bottom.Count; place++)
        {
            Assert.AreEqual(ascending[place], row.Bottom[place].Value, 1e-5);
        }

        foreach (var token in row.Followed)
        {
            Assert.AreEqual(values[token.Id], token.Value, 1e-5);
            Assert.IsTrue(token.Rank > values.Count(value => value > values[token.Id] + 1e-5) && token.Rank <= 1 + values.Count(value => value > values[token.Id] - 1e-5));
        }
    }

    private static double[] Values(Weight unembedding, ReadOnlySpan<float> row, float[]? bias, double? cap)
    {
        var values = new double[Vocabulary];
        for (var token = 0; token < Vocabulary; token++)
        {
            var value = DotBounds.Of(row, unembedding.Row(token)).Dot + (bias?[token] ?? 0);
            values[token] = cap is double limit ? Math.Tanh(value / limit) * limit : value;
        }

        return values;
    }

    private static float[] Rows() => new Sequence(23).Take(Count * Width);

    private static InterpException NotFinite(int row) => new(ErrorKind.NotFinite, $"logits at position {row}");
}
