using System.Buffers.Binary;
using CsCheck;

namespace Interp.Numerics.Tests;

/// <summary>Each kernel equals its slow twin on random blocks, bit for bit.</summary>
[TestClass]
public sealed class DequantiseTests
{
    private delegate void Kernel(ReadOnlySpan<byte> stored, Span<float> values);

    private static readonly Dictionary<string, (Kernel Run, int BlockValues, int BlockBytes, int[] Halves)> Kernels = new()
    {
        ["F16"] = (Dequantise.F16, 1, 2, [0]),
        ["BF16"] = (Dequantise.BF16, 1, 2, []),
        ["Q8_0"] = (Dequantise.Q80, 32, 34, [0]),
        ["Q4_0"] = (Dequantise.Q40, 32, 18, [0]),
        ["Q4_1"] = (Dequantise.Q41, 32, 20, [0, 2]),
        ["Q5_0"] = (Dequantise.Q50, 32, 22, [0]),
        ["Q5_1"] = (Dequantise.Q51, 32, 24, [0, 2]),
        ["Q2_K"] = (Dequantise.Q2K, 256, 84, [80, 82]),
        ["Q3_K"] = (Dequantise.Q3K, 256, 110, [108]),
        ["Q4_K"] = (Dequantise.Q4K, 256, 144, [0, 2]),
        ["Q5_K"] = (Dequantise.Q5K, 256, 176, [0, 2]),
        ["Q6_K"] = (Dequantise.Q6K, 256, 210, [208]),
    };

    public static IEnumerable<object[]> Types => Kernels.Keys.Select(type => new object[] { type });

    [TestMethod]
    [DynamicData(nameof(Types))]
    public void Every_entry_equals_the_slow_twin(string type)
    {
        var (run, blockValues, blockBytes, halves) = Kernels[type];
        Gen.Select(Gen.Byte.Array[blockBytes * 7], Gen.Int[1, 7]).Sample((bytes, blocks) =>
        {
            MakeFinite(bytes, blockBytes, halves);
            var values = new float[blocks * blockValues];
            run(bytes.AsSpan(0, blocks * blockBytes), values);
            for (var i = 0; i < values.Length; i++)
            {
                var expected = SlowDequantise.Entry(type, bytes.AsSpan(i / blockValues * blockBytes, blockBytes), i % blockValues);
                Assert.IsTrue(values[i].Equals(expected), $"{type} entry {i}: {values[i]:R} where {expected:R} belongs");
            }
        });
    }

    [TestMethod]
    public void Numbers_of_64_bits_are_rounded_once_to_nearest_even()
    {
        var stored = new byte[3 * sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(stored, 1 + Math.ScaleB(1, -24));
        BinaryPrimitives.WriteDoubleLittleEndian(stored.AsSpan(8), 1 + (3 * Math.ScaleB(1, -24)));
        BinaryPrimitives.WriteDoubleLittleEndian(stored.AsSpan(16), -1e-3);
        var values = new float[3];
        Dequantise.F64(stored, values);
        CollectionAssert.AreEqual(new[] { 1f, 1 + (2 * MathF.ScaleB(1, -23)), -1e-3f }, values);
    }

    /// <summary>Scales that are not finite make every value not finite: no test of the bits.</summary>
    private static void MakeFinite(byte[] bytes, int blockBytes, int[] halves)
    {
        for (var block = 0; block < bytes.Length; block += blockBytes)
        {
            foreach (var half in halves)
            {
                bytes[block + half + 1] &= 0xBF;
            }
        }
    }
}
