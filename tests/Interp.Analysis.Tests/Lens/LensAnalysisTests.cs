using Interp.Contracts;

namespace Interp.Analysis.Tests;

[TestClass]
public sealed class LensAnalysisTests
{
    private static readonly LensRequest Request = new() { Model = TestFiles.Model("tiny/gpt2"), Ids = [3, 17, 42, 99, 5, 8, 120, 77] };

    [TestMethod]
    public void The_story_begins_with_the_first_row_from_which_the_target_leads_to_the_end()
    {
        var lens = Run(Request with { Contrast = new TokenChoice { Id = 7 }, Mid = true });

        for (var position = 0; position < lens.Positions.Count; position++)
        {
            var cells = lens.Cells[position];
            var first = lens.Story[position].FirstFrom ?? throw new InvalidOperationException("The model's own answer leads in the last row.");
            Assert.IsTrue(cells.Skip(first).All(cell => cell.Target?.Rank == 1));
            Assert.IsTrue(first == 0 || cells[first - 1].Target?.Rank > 1);
            if (lens.Story[position].LeadsFrom is int leads)
            {
                Assert.IsTrue(cells.Skip(leads).All(cell => cell.Target?.Logit > cell.Contrast?.Logit));
                Assert.IsTrue(leads == 0 || cells[leads - 1].Target?.Logit <= cells[leads - 1].Contrast?.Logit);
            }
        }
    }

    [TestMethod]
    public void Following_the_next_token_falls_back_to_the_answer_at_the_end()
    {
        var lens = Run(Request with { Follow = "next", Top = 1 });

        CollectionAssert.AreEqual(Request.Ids?[1..], lens.Cells.SkipLast(1).Select(cells => cells[0].Target?.Id ?? -1).ToArray());
        Assert.AreEqual(lens.Cells[^1][^1].Top[0].Id, lens.Cells[^1][0].Target?.Id);
    }

    [TestMethod]
    public void Rows_go_from_the_embedding_to_the_last_block()
    {
        var rows = Run(Request with { Mid = true, Positions = [0] }).Rows.Select(row => $"{row.Row} {row.Layer}").ToArray();

        CollectionAssert.AreEqual(new[] { "embed ", "mid 0", "out 0", "mid 1", "out 1", "mid 2", "out 2" }, rows);
    }

    [TestMethod]
    public void Positions_keep_their_order_and_none_gives_no_cells()
    {
        CollectionAssert.AreEqual(new[] { 7, 0, 7 }, Run(Request with { Positions = [-1, 0, 7] }).Positions.ToArray());
        Assert.IsEmpty(Run(Request with { Positions = [] }).Cells);
    }

    [TestMethod]
    public void What_cannot_be_served_is_refused()
    {
        Refusals.Expect(ErrorKind.SettingUnknown, () => Run(Request with { Mode = "weights" }));
        Refusals.Expect(ErrorKind.SettingUnknown, () => Run(Request with { Follow = "argmin" }));
        Refusals.Expect(ErrorKind.SettingUnknown, () => Run(Request with { Ids = null }));
        Refusals.Expect(ErrorKind.OutOfRange, () => Run(Request with { Top = -1 }));
        Refusals.Expect(ErrorKind.OutOfRange, () => Run(Request with { Positions = [8] }));
        Refusals.Expect(ErrorKind.OutOfRange, () => Run(Request with { Target = new TokenChoice { Id = 211 } }));
        Refusals.Expect(ErrorKind.NotAvailable, () => Run(Request with { Target = new TokenChoice { Text = "x" } }));
        Refusals.Expect(ErrorKind.ProviderUnavailable, () => Run(Request with { Provider = "webgpu" }));
        Refusals.Expect(ErrorKind.ModelNotFound, () => Run(Request with { Model = "./no/such/model" }));
    }

    [TestMethod]
    public void A_cancelled_lens_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsExactly<OperationCanceledException>(() => new LensAnalysis().Run(Request, TestModels.Context, source.Token));
    }

    private static LensResult Run(LensRequest request) => TestModels.Run(new LensAnalysis(), request);
}
