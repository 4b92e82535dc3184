using Interp.Runtime.Reference;
using Interp.Runtime.Verification;

namespace Interp.Runtime.Tests.Verification;

[TestClass]
public sealed class TapComparisonTests
{
    private const double Masked = double.NegativeInfinity;

    [TestMethod]
    public void Vectors_are_measured_against_the_root_mean_square_of_their_position() =>
        Assert.AreEqual(0.1, Difference(TapMeasure.Vectors, Rows([1, 1], [100, 110]), Rows([1, 1], [100, 100])), 1e-12);

    [TestMethod]
    public void A_constant_on_all_logits_changes_nothing() =>
        Assert.AreEqual(0, Difference(TapMeasure.Logits, Rows([5, 7, 12]), Rows([1, 3, 8])), 1e-12);

    [TestMethod]
    public void Scores_are_measured_against_the_largest_one_but_at_least_1()
    {
        Assert.AreEqual(0.25, Difference(TapMeasure.Scores, Rows([0.25, Masked]), Rows([0, Masked])), 1e-12);
        Assert.AreEqual(0.1, Difference(TapMeasure.Scores, Rows([11, -2]), Rows([10, -2])), 1e-12);
    }

    [TestMethod]
    public void Patterns_are_measured_as_they_are_and_scales_relatively()
    {
        Assert.AreEqual(0.01, Difference(TapMeasure.Pattern, Rows([0.51, 0.49]), Rows([0.5, 0.5])), 1e-12);
        Assert.AreEqual(0.02, Difference(TapMeasure.Scale, Rows([51], [2]), Rows([50], [2])), 1e-12);
    }

    [TestMethod]
    public void Another_mask_is_an_infinite_difference()
    {
        Assert.AreEqual(double.PositiveInfinity, Difference(TapMeasure.Scores, Rows([1, 2]), Rows([1, Masked])));
        Assert.AreEqual(double.PositiveInfinity, Difference(TapMeasure.Scores, Rows([1, Masked]), Rows([1, 2])));
    }

    [TestMethod]
    public void Not_a_number_is_an_infinite_difference_for_every_kind_of_tap()
    {
        foreach (var kind in Enum.GetValues<TapMeasure>())
        {
            Assert.AreEqual(double.PositiveInfinity, Difference(kind, Rows([1, double.NaN]), Rows([1, 2])), kind.ToString());
            Assert.AreEqual(double.PositiveInfinity, Difference(kind, Rows([1, double.NaN]), Rows([1, double.NaN])), kind.ToString());
            Assert.AreEqual(double.PositiveInfinity, Difference(kind, Rows([1, double.PositiveInfinity]), Rows([1, 2])), kind.ToString());
        }
    }

    [TestMethod]
    public void Nothing_differs_from_rows_of_zeros_by_nothing() =>
        Assert.AreEqual(0, Difference(TapMeasure.Vectors, Rows([0, 0]), Rows([0, 0])));

    [TestMethod]
    public void Every_name_has_its_kind_and_its_name_for_all_layers()
    {
        Assert.AreEqual(TapMeasure.Scores, TapComparison.MeasureOf("blocks.3.attn.hook_attn_scores"));
        Assert.AreEqual(TapMeasure.Scale, TapComparison.MeasureOf("ln_final.hook_scale"));
        Assert.AreEqual(TapMeasure.Logits, TapComparison.MeasureOf("logits"));
        Assert.AreEqual(TapMeasure.Vectors, TapComparison.MeasureOf("hook_embed"));
        Assert.AreEqual("blocks.*.attn.hook_q", TapComparison.WithoutLayer("blocks.12.attn.hook_q"));
        Assert.AreEqual("ln_final.hook_scale", TapComparison.WithoutLayer("ln_final.hook_scale"));
    }

    private static double Difference(TapMeasure kind, ReferenceTensor engine, ReferenceTensor reference) => TapComparison.Difference(kind, engine, reference);

    private static ReferenceTensor Rows(params double[][] rows)
    {
        var tensor = new ReferenceTensor(rows.Length, rows[0].Length);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i].CopyTo(tensor.Row(i));
        }

        return tensor;
    }
}
