using Interp.Models;
using Interp.Runtime.Reference;

namespace Interp.Runtime.Tests.Reference;

[TestClass]
public sealed class ReferenceMathTests
{
    // Values of Abramowitz and Stegun, table 7.1, and of erf(1e-8) = 2e-8/sqrt(pi), to all digits of a double.
    [TestMethod]
    [DataRow(0.0, 0.0)]
    [DataRow(1e-8, 1.1283791670955126e-8)]
    [DataRow(0.5, 0.5204998778130465)]
    [DataRow(1.0, 0.8427007929497149)]
    [DataRow(1.5, 0.9661051464753108)]
    [DataRow(2.0, 0.9953222650189527)]
    [DataRow(3.0, 0.9999779095030014)]
    [DataRow(5.0, 0.9999999999984626)]
    [DataRow(7.0, 1.0)]
    public void The_error_function_is_right_to_twelve_digits_and_odd(double x, double expected)
    {
        Assert.AreEqual(expected, ReferenceMath.Erf(x), 1e-15);
        Assert.AreEqual(-expected, ReferenceMath.Erf(-x), 1e-15);
    }

    [TestMethod]
    public void The_error_function_of_not_a_number_is_not_a_number() => Assert.IsTrue(double.IsNaN(ReferenceMath.Erf(double.NaN)));

    // Python: 1 * 0.5 * (1 + erf(1 / sqrt 2)); the tanh form and SiLU by their formulas in double precision.
    [TestMethod]
    [DataRow(Activation.GeluErf, 1.0, 0.8413447460685429)]
    [DataRow(Activation.GeluErf, -2.0, -0.04550026389635842)]
    [DataRow(Activation.GeluTanh, 1.0, 0.8411919906082768)]
    [DataRow(Activation.GeluTanh, -2.0, -0.04540230591222494)]
    [DataRow(Activation.Silu, 1.0, 0.7310585786300049)]
    [DataRow(Activation.Silu, -800.0, 0.0)]
    [DataRow(Activation.Relu, -1.0, 0.0)]
    [DataRow(Activation.Relu, 2.5, 2.5)]
    public void Activations_have_the_values_of_their_formulas(Activation activation, double x, double expected) =>
        Assert.AreEqual(expected, ReferenceMath.Activate(activation, x), 1e-14);
}
