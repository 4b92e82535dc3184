namespace Interp.Numerics.Tests;

/// <summary>The two floats of eight bits, against what their definitions say of single patterns and of all.</summary>
[TestClass]
public sealed class EightBitFloatTests
{
    [TestMethod]
    [DataRow(0x00, 0f)]
    [DataRow(0x01, 0.001953125f)]
    [DataRow(0x07, 0.013671875f)]
    [DataRow(0x08, 0.015625f)]
    [DataRow(0x38, 1f)]
    [DataRow(0x3C, 1.5f)]
    [DataRow(0x7E, 448f)]
    [DataRow(0xFE, -448f)]
    [DataRow(0xB8, -1f)]
    public void Four_bits_of_exponent(int bits, float expected) => Assert.AreEqual(expected, E4M3(bits));

    [TestMethod]
    [DataRow(0x01, 1.52587890625e-5f)]
    [DataRow(0x04, 6.103515625e-5f)]
    [DataRow(0x3C, 1f)]
    [DataRow(0x3E, 1.5f)]
    [DataRow(0x7B, 57344f)]
    [DataRow(0xFB, -57344f)]
    [DataRow(0x7C, float.PositiveInfinity)]
    [DataRow(0xFC, float.NegativeInfinity)]
    public void Five_bits_of_exponent(int bits, float expected) => Assert.AreEqual(expected, E5M2(bits));

    [TestMethod]
    public void What_is_no_number_stays_none_and_all_others_ascend()
    {
        Assert.IsTrue(float.IsNaN(E4M3(0x7F)) && float.IsNaN(E4M3(0xFF)));
        Assert.IsTrue(float.IsNaN(E5M2(0x7D)) && float.IsNaN(E5M2(0x7E)) && float.IsNaN(E5M2(0x7F)));
        for (var bits = 1; bits < 0x7F; bits++)
        {
            Assert.IsLessThan(E4M3(bits), E4M3(bits - 1));
            Assert.AreEqual(-E4M3(bits), E4M3(bits | 0x80));
        }

        for (var bits = 1; bits <= 0x7C; bits++)
        {
            Assert.IsLessThan(E5M2(bits), E5M2(bits - 1));
        }
    }

    private static float E4M3(int bits)
    {
        var value = new float[1];
        Dequantise.F8E4M3([(byte)bits], value);
        return value[0];
    }

    private static float E5M2(int bits)
    {
        var value = new float[1];
        Dequantise.F8E5M2([(byte)bits], value);
        return value[0];
    }
}
