using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis.Tests;

[TestClass]
public sealed class LensHeadTests
{
    [TestMethod]
    [DataRow(NormKind.Layer)]
    [DataRow(NormKind.Rms)]
    public void A_state_with_its_own_scale_becomes_what_the_final_norm_makes_of_it(NormKind kind)
    {
        using var model = SmallModels.Create(norm: kind, shift: false);
        using var engine = new Engine(model, 1);
        var head = LensHead.Of(engine);
        var state = new Sequence(3).Take(8);

        var row = new float[8];
        head.Fold(state, head.ScaleOf(state), row);

        var mean = kind == NormKind.Layer ? state.Average(value => (double)value) : 0;
        var scale = Math.Sqrt(state.Average(value => Math.Pow(value - mean, 2)) + 1e-5);
        for (var index = 0; index < 8; index++)
        {
            var expected = (state[index] - mean) / scale * head.Gain?.Vector[index];
            Assert.AreEqual(expected ?? double.NaN, row[index], 1e-6);
        }
    }

    [TestMethod]
    public void Folding_is_linear_at_one_scale()
    {
        using var model = SmallModels.Create();
        using var engine = new Engine(model, 1);
        var head = LensHead.Of(engine);
        var parts = new Sequence(5).Take(16);
        var sum = parts[..8].Zip(parts[8..], (left, right) => left + right).ToArray();

        var rows = new float[16];
        head.Fold(parts, [2.5, 2.5], rows);
        var whole = new float[8];
        head.Fold(sum, 2.5, whole);

        for (var index = 0; index < 8; index++)
        {
            Assert.AreEqual(whole[index], rows[index] + rows[8 + index], 1e-6);
        }
    }

    [TestMethod]
    public void The_cap_bends_values_and_keeps_their_order()
    {
        using var model = SmallModels.Create(cap: 2);
        using var engine = new Engine(model, 1);
        var values = new float[] { -100, -1, 0, 1, 100 };

        LensHead.Of(engine).ApplyCap(values);

        float[] expected = [-2, -2 * (float)Math.Tanh(0.5), 0, 2 * (float)Math.Tanh(0.5), 2];
        for (var index = 0; index < values.Length; index++)
        {
            Assert.AreEqual(expected[index], values[index], 1e-6);
        }
    }

    [TestMethod]
    public void A_model_without_vocabulary_has_no_head_and_a_post_norm_model_no_linear_one()
    {
        using var small = SmallModels.Create();
        var without = new Model { Name = "body", Spec = small.Spec with { Vocabulary = 0 }, Weights = small.Weights, Source = small.Source };
        var postNorm = new Model
        {
            Name = "encoder", Spec = small.Spec with { Order = BlockOrder.Post }, Weights = small.Weights with { FinalNorm = null }, Source = small.Source,
        };
        using var bodyEngine = new Engine(without, 1);
        using var encoderEngine = new Engine(postNorm, 1);

        Refusals.Expect(ErrorKind.NotAvailable, () => LensHead.Of(bodyEngine));
        Assert.IsFalse(LensHead.Of(encoderEngine).IsLinear);
        Refusals.Expect(ErrorKind.NotAvailable, LensHead.Of(encoderEngine).RequireLinear);
    }
}
