using Interp.Numerics;

namespace Interp.Models.Formats.Safetensors;

/// <summary>The element types of safetensors. Those without a kernel are known by size and name, to be refused by name where a weight has one.</summary>
internal static class SafetensorsTypes
{
    private static readonly Dictionary<string, TensorType> ByName = new TensorType[]
    {
        new("F32", 1, 4, Dequantise.F32),
        new("F16", 1, 2, Dequantise.F16),
        new("BF16", 1, 2, Dequantise.BF16),
        new("F64", 1, 8, Dequantise.F64),
        new("I8", 1, 1, Dequantise.I8),
        new("U8", 1, 1, Dequantise.U8),
        new("BOOL", 1, 1, null),
        new("I16", 1, 2, null),
        new("U16", 1, 2, null),
        new("I32", 1, 4, null),
        new("U32", 1, 4, null),
        new("I64", 1, 8, null),
        new("U64", 1, 8, null),
        new("F8_E4M3", 1, 1, Dequantise.F8E4M3),
        new("F8_E5M2", 1, 1, Dequantise.F8E5M2),
        new("F8_E8M0", 1, 1, null),
        new("C64", 1, 8, null),
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>The type with this name, or null.</summary>
    public static TensorType? Find(string name) => ByName.GetValueOrDefault(name);
}
