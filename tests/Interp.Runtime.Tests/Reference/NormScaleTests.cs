using Interp.Models;
using Interp.Runtime.Reference;
using Interp.Runtime.Tests.Support;
using Interp.Runtime.Verification;

namespace Interp.Runtime.Tests.Reference;

/// <summary>A model whose epsilon is far too large to overlook: every scale must contain it.</summary>
[TestClass]
public sealed class NormScaleTests
{
    private const double Epsilon = 0.5;

    [TestMethod]
    [DataRow(NormKind.Rms)]
    [DataRow(NormKind.Layer)]
    public void Every_scale_is_the_root_of_the_mean_square_and_epsilon(NormKind kind)
    {
        using var drawn = new RandomModel { Norm = kind, Layers = 3 }.Build();
        using var model = new Model { Name = drawn.Name, Spec = drawn.Spec with { NormEpsilon = Epsilon }, Weights = drawn.Weights, Source = drawn.Source };
        using var engine = new Engine(model, 1);
        var prompt = VerificationPrompt.For(model);
        var reference = new ReferenceForward(model.Spec, model.Weights, 1).Run(prompt, null, CancellationToken.None);
        using var pass = engine.Forward(prompt, [.. reference.Names], null, CancellationToken.None);

        foreach (var (scale, input) in Scales(model.Spec))
        {
            for (var t = 0; t < prompt.Length; t++)
            {
                Assert.AreEqual(ScaleOf(reference[input].Row(t), kind), reference[scale].Values[t], 1e-12, scale);
                Assert.AreEqual(ScaleOf(ReferenceTensor.From(pass[input]).Row(t), kind), pass[scale].Values[t], 1e-5, scale);
            }
        }
    }

    private static IEnumerable<(string Scale, string Input)> Scales(ModelSpec spec) =>
        Enumerable.Range(0, spec.Layers)
            .SelectMany(layer => new[] { (TapName.Ln1Scale(layer), TapName.ResidPre(layer)), (TapName.Ln2Scale(layer), TapName.ResidMid(layer)) })
            .Append((TapName.FinalScale, TapName.ResidPost(spec.Layers - 1)));

    private static double ScaleOf(Span<double> row, NormKind kind)
    {
        var values = row.ToArray();
        var mean = kind == NormKind.Layer ? values.Average() : 0;
        return Math.Sqrt(values.Select(value => (value - mean) * (value - mean)).Average() + Epsilon);
    }
}
