using Interp.Models;
using Interp.Runtime.Reference;
using Interp.Runtime.Taps;

namespace Interp.Runtime.Tests.Support;

/// <summary>Comparisons of taps. Tolerances live here.</summary>
internal static class Compare
{
    /// <summary>
    /// Difference that float32 may have from double on the small random models: their values are of size 1 to 30 and pass through at most
    /// three blocks, each with sums of some 50 products; the largest seen is 2e-5 of the tap's size.
    /// </summary>
    public const double Relative = 1e-4;

    /// <summary>All taps of a model.</summary>
    public static string[] AllTaps(Model model) => [.. TapCatalog.AllOf(model.Spec).Select(tap => tap.Name)];

    /// <summary>Every tap of the pass against the double-precision forward.</summary>
    public static void WithReference(ForwardPass pass, Model model)
    {
        var reference = new ReferenceForward(model.Spec, model.Weights, 1).Run(pass.Input, null, CancellationToken.None);
        CollectionAssert.AreEquivalent(AllTaps(model), pass.Names.ToArray());
        foreach (var name in pass.Names)
        {
            CollectionAssert.AreEqual(reference[name].Shape.ToArray(), pass[name].Shape.ToArray(), name);
            Near(reference[name].Values, pass[name].Values, name);
        }
    }

    /// <summary>Entries agree within <see cref="Relative"/> of the largest one; infinities are equal.</summary>
    public static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<float> got, string what)
    {
        Assert.AreEqual(expected.Length, got.Length, what);
        var size = 1.0;
        foreach (var value in expected)
        {
            size = double.IsFinite(value) ? Math.Max(size, Math.Abs(value)) : size;
        }

        for (var index = 0; index < got.Length; index++)
        {
            var agrees = double.IsFinite(expected[index]) ? Math.Abs(expected[index] - got[index]) <= Relative * size : expected[index] == got[index];
            Assert.IsTrue(agrees, $"{what}[{index}]: {got[index]} instead of {expected[index]}");
        }
    }

    /// <summary>The same bits.</summary>
    public static void SameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> got, string what) =>
        Assert.IsTrue(System.Runtime.InteropServices.MemoryMarshal.AsBytes(expected).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(got)), what);
}
