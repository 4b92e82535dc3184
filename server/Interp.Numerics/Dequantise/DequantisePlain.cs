using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Interp.Numerics;

/// <summary>
/// Stored numbers to float32, one method a storage type: little-endian bytes in, values out. The spans fit each other:
/// <c>values</c> holds a whole number of blocks and <c>stored</c> exactly their bytes. Each kernel is exact: every product in a
/// block is exact in float32 and at most one addition rounds. They run at the start of the program, so they are optimised from the
/// first call on instead of being watched first.
/// </summary>
public static partial class Dequantise
{
    /// <summary>float32 as it is.</summary>
    public static void F32(ReadOnlySpan<byte> stored, Span<float> values) => stored.CopyTo(MemoryMarshal.AsBytes(values));

    /// <summary>IEEE half precision.</summary>
    public static void F16(ReadOnlySpan<byte> stored, Span<float> values) =>
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(stored), values);

    /// <summary>bfloat16: the upper half of a float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BF16(ReadOnlySpan<byte> stored, Span<float> values)
    {
        var halves = MemoryMarshal.Cast<byte, ushort>(stored);
        var bits = MemoryMarshal.Cast<float, uint>(values);
        var done = 0;
        for (; done <= halves.Length - Vector256<ushort>.Count; done += Vector256<ushort>.Count)
        {
            var (lower, upper) = Vector256.Widen(Vector256.Create(halves[done..]));
            (lower << 16).CopyTo(bits[done..]);
            (upper << 16).CopyTo(bits[(done + Vector256<uint>.Count)..]);
        }

        for (; done < halves.Length; done++)
        {
            bits[done] = (uint)halves[done] << 16;
        }
    }

    /// <summary>float64, rounded once to nearest even.</summary>
    public static void F64(ReadOnlySpan<byte> stored, Span<float> values) =>
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(stored), values);

    /// <summary>Signed bytes.</summary>
    public static void I8(ReadOnlySpan<byte> stored, Span<float> values) =>
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(stored), values);

    /// <summary>Bytes.</summary>
    public static void U8(ReadOnlySpan<byte> stored, Span<float> values) => TensorPrimitives.ConvertTruncating(stored, values);

    /// <summary>16-bit integers.</summary>
    public static void I16(ReadOnlySpan<byte> stored, Span<float> values) =>
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(stored), values);

    /// <summary>32-bit integers, rounded once to nearest even.</summary>
    public static void I32(ReadOnlySpan<byte> stored, Span<float> values) =>
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, int>(stored), values);

    /// <summary>64-bit integers, rounded once to nearest even.</summary>
    public static void I64(ReadOnlySpan<byte> stored, Span<float> values) =>
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, long>(stored), values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float ReadHalf(ReadOnlySpan<byte> stored, int at) => (float)BinaryPrimitives.ReadHalfLittleEndian(stored[at..]);
}
