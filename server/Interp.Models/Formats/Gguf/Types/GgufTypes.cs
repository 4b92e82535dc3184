using Interp.Numerics;

namespace Interp.Models.Formats.Gguf.Types;

/// <summary>The tensor types of GGUF by their number. A type is read once its kernel exists; the others are known by size and name, to be refused by name.</summary>
internal static class GgufTypes
{
    private static readonly Dictionary<uint, TensorType> ByNumber = new()
    {
        [0] = new("F32", 1, 4, Dequantise.F32),
        [1] = new("F16", 1, 2, Dequantise.F16),
        [2] = new("Q4_0", 32, 18, Dequantise.Q40),
        [3] = new("Q4_1", 32, 20, Dequantise.Q41),
        [6] = new("Q5_0", 32, 22, Dequantise.Q50),
        [7] = new("Q5_1", 32, 24, Dequantise.Q51),
        [8] = new("Q8_0", 32, 34, Dequantise.Q80),
        [9] = new("Q8_1", 32, 36, null),
        [10] = new("Q2_K", 256, 84, Dequantise.Q2K),
        [11] = new("Q3_K", 256, 110, Dequantise.Q3K),
        [12] = new("Q4_K", 256, 144, Dequantise.Q4K),
        [13] = new("Q5_K", 256, 176, Dequantise.Q5K),
        [14] = new("Q6_K", 256, 210, Dequantise.Q6K),
        [15] = new("Q8_K", 256, 292, null),
        [16] = new("IQ2_XXS", 256, 66, null),
        [17] = new("IQ2_XS", 256, 74, null),
        [18] = new("IQ3_XXS", 256, 98, null),
        [19] = new("IQ1_S", 256, 50, null),
        [20] = new("IQ4_NL", 32, 18, null),
        [21] = new("IQ3_S", 256, 110, null),
        [22] = new("IQ2_S", 256, 82, null),
        [23] = new("IQ4_XS", 256, 136, null),
        [24] = new("I8", 1, 1, Dequantise.I8),
        [25] = new("I16", 1, 2, Dequantise.I16),
        [26] = new("I32", 1, 4, Dequantise.I32),
        [27] = new("I64", 1, 8, Dequantise.I64),
        [28] = new("F64", 1, 8, Dequantise.F64),
        [29] = new("IQ1_M", 256, 56, null),
        [30] = new("BF16", 1, 2, Dequantise.BF16),
        [34] = new("TQ1_0", 256, 54, null),
        [35] = new("TQ2_0", 256, 66, null),
        [39] = new("MXFP4", 32, 17, null),
        [40] = new("NVFP4", 64, 36, null),
    };

    /// <summary>The type with this number, or null where the format has none.</summary>
    public static TensorType? Find(uint number) => ByNumber.GetValueOrDefault(number);
}
