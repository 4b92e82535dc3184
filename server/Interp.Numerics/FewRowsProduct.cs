using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Interp.Numerics;

/// <summary>
/// Products of a few rows with every row of a large matrix, which is read once and in place. A general kernel first copies the matrix into
/// panels, which for so few rows takes as long as the products.
/// </summary>
/// <remarks>
/// Each sum is taken in order, in stretches of 128 products with one rounding each, and the stretches are added up: the bits are those of
/// ONNX Runtime's kernel for products with more than 64 columns. The rows stand side by side in vectors, so a matrix entry is loaded once.
/// </remarks>
public static class FewRowsProduct
{
    /// <summary>The most rows.</summary>
    public const int MostRows = 32;

    private const int HalfRows = 16;
    private const int Stretch = 128;

    /// <summary>Matrix rows that are worked on together, a multiple of 3 and of 6: the rows' stretch stays in the first-level cache.</summary>
    private const int Group = 48;

    /// <summary>True on machines with vectors of 8 entries that multiply and add with one rounding.</summary>
    public static bool IsFast => Vector256.IsHardwareAccelerated && Fma.IsSupported;

    /// <summary>Entries that <see cref="Turn"/> writes.</summary>
    public static int TurnedLength(int count, int inner) => PaddedRows(count) * inner;

    /// <summary>Puts the rows side by side, for <see cref="Multiply"/>.</summary>
    /// <param name="rows">[count, inner].</param>
    /// <param name="count">1 to <see cref="MostRows"/>.</param>
    /// <param name="inner">Entries of a row.</param>
    /// <param name="turned">As long as <see cref="TurnedLength"/> says, overwritten.</param>
    public static void Turn(ReadOnlySpan<float> rows, int count, int inner, Span<float> turned)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostRows);
        turned[..TurnedLength(count, inner)].Clear();
        Transposition.Turn(rows, inner, count, inner, turned, PaddedRows(count));
    }

    /// <summary>products[r, c] = rows[r] · matrix[c].</summary>
    /// <param name="turned">The rows as <see cref="Turn"/> left them.</param>
    /// <param name="count">Rows.</param>
    /// <param name="matrix">[columns, inner].</param>
    /// <param name="inner">Entries of a row.</param>
    /// <param name="products">[count, columns], overwritten.</param>
    public static void Multiply(ReadOnlySpan<float> turned, int count, ReadOnlySpan<float> matrix, int inner, Span<float> products)
    {
        var padded = PaddedRows(count);
        var columns = matrix.Length / inner;
        ArgumentOutOfRangeException.ThrowIfNotEqual(matrix.Length, columns * inner);
        ArgumentOutOfRangeException.ThrowIfNotEqual(products.Length, count * columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(turned.Length, padded * inner);
        Span<float> sums = stackalloc float[Group * MostRows];
        for (var first = 0; first < columns; first += Group)
        {
            var group = Math.Min(Group, columns - first);
            sums.Clear();
            for (var from = 0; from < inner; from += Stretch)
            {
                var length = Math.Min(Stretch, inner - from);
                Add(turned.Slice(from * padded, length * padded), padded, matrix.Slice((first * inner) + from), inner, group, length, sums);
            }

            Transposition.Turn(sums, padded, group, count, products[first..], columns);
        }
    }

    private static int PaddedRows(int count) => count <= HalfRows ? HalfRows : MostRows;

    /// <summary>Adds one stretch of products for a group of matrix rows.</summary>
    private static void Add(ReadOnlySpan<float> turned, int padded, ReadOnlySpan<float> matrix, int stride, int group, int length, Span<float> sums)
    {
        // The last entry that is read; the kernels below do not check.
        _ = matrix[((group - 1) * stride) + length - 1];
        ref var rows = ref MemoryMarshal.GetReference(turned);
        ref var entries = ref MemoryMarshal.GetReference(matrix);
        ref var totals = ref MemoryMarshal.GetReference(sums);
        var together = padded == MostRows ? 3 : 6;
        var column = 0;
        for (; column <= group - together; column += together)
        {
            ref var line = ref Unsafe.Add(ref entries, (nint)column * stride);
            ref var total = ref Unsafe.Add(ref totals, column * padded);
            if (padded == MostRows)
            {
                AddThree(ref rows, ref line, stride, length, ref total);
            }
            else
            {
                AddSix(ref rows, ref line, stride, length, ref total);
            }
        }

        for (; column < group; column++)
        {
            AddOne(ref rows, padded, ref Unsafe.Add(ref entries, (nint)column * stride), length, ref Unsafe.Add(ref totals, column * padded));
        }
    }

    /// <summary>Three matrix rows with 32 rows: twelve sums in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddThree(ref float rows, ref float line, int stride, int length, ref float total)
    {
        ref var line1 = ref Unsafe.Add(ref line, stride);
        ref var line2 = ref Unsafe.Add(ref line1, stride);
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector256<float> b0 = default, b1 = default, b2 = default, b3 = default;
        Vector256<float> c0 = default, c1 = default, c2 = default, c3 = default;
        for (nint index = 0; index < length; index++)
        {
            ref var row = ref Unsafe.Add(ref rows, index * MostRows);
            var (x, y, z) = (Vector256.Create(Unsafe.Add(ref line, index)), Vector256.Create(Unsafe.Add(ref line1, index)), Vector256.Create(Unsafe.Add(ref line2, index)));
            var part = Vector256.LoadUnsafe(ref row);
            (a0, b0, c0) = (Vector256.FusedMultiplyAdd(part, x, a0), Vector256.FusedMultiplyAdd(part, y, b0), Vector256.FusedMultiplyAdd(part, z, c0));
            part = Vector256.LoadUnsafe(ref row, 8);
            (a1, b1, c1) = (Vector256.FusedMultiplyAdd(part, x, a1), Vector256.FusedMultiplyAdd(part, y, b1), Vector256.FusedMultiplyAdd(part, z, c1));
            part = Vector256.LoadUnsafe(ref row, 16);
            (a2, b2, c2) = (Vector256.FusedMultiplyAdd(part, x, a2), Vector256.FusedMultiplyAdd(part, y, b2), Vector256.FusedMultiplyAdd(part, z, c2));
            part = Vector256.LoadUnsafe(ref row, 24);
            (a3, b3, c3) = (Vector256.FusedMultiplyAdd(part, x, a3), Vector256.FusedMultiplyAdd(part, y, b3), Vector256.FusedMultiplyAdd(part, z, c3));
        }

        AddTo(ref total, a0, a1);
        AddTo(ref Unsafe.Add(ref total, 16), a2, a3);
        AddTo(ref Unsafe.Add(ref total, 32), b0, b1);
        AddTo(ref Unsafe.Add(ref total, 48), b2, b3);
        AddTo(ref Unsafe.Add(ref total, 64), c0, c1);
        AddTo(ref Unsafe.Add(ref total, 80), c2, c3);
    }

    /// <summary>Six matrix rows with 16 rows: twelve sums in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSix(ref float rows, ref float line, int stride, int length, ref float total)
    {
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default;
        Vector256<float> d0 = default, d1 = default, e0 = default, e1 = default, f0 = default, f1 = default;
        for (nint index = 0; index < length; index++)
        {
            ref var row = ref Unsafe.Add(ref rows, index * HalfRows);
            ref var entry = ref Unsafe.Add(ref line, index);
            var (low, high) = (Vector256.LoadUnsafe(ref row), Vector256.LoadUnsafe(ref row, 8));
            var factor = Vector256.Create(entry);
            (a0, a1) = (Vector256.FusedMultiplyAdd(low, factor, a0), Vector256.FusedMultiplyAdd(high, factor, a1));
            factor = Vector256.Create(Unsafe.Add(ref entry, stride));
            (b0, b1) = (Vector256.FusedMultiplyAdd(low, factor, b0), Vector256.FusedMultiplyAdd(high, factor, b1));
            factor = Vector256.Create(Unsafe.Add(ref entry, 2 * stride));
            (c0, c1) = (Vector256.FusedMultiplyAdd(low, factor, c0), Vector256.FusedMultiplyAdd(high, factor, c1));
            factor = Vector256.Create(Unsafe.Add(ref entry, 3 * stride));
            (d0, d1) = (Vector256.FusedMultiplyAdd(low, factor, d0), Vector256.FusedMultiplyAdd(high, factor, d1));
            factor = Vector256.Create(Unsafe.Add(ref entry, 4 * stride));
            (e0, e1) = (Vector256.FusedMultiplyAdd(low, factor, e0), Vector256.FusedMultiplyAdd(high, factor, e1));
            factor = Vector256.Create(Unsafe.Add(ref entry, 5 * stride));
            (f0, f1) = (Vector256.FusedMultiplyAdd(low, factor, f0), Vector256.FusedMultiplyAdd(high, factor, f1));
        }

        AddTo(ref total, a0, a1);
        AddTo(ref Unsafe.Add(ref total, 16), b0, b1);
        AddTo(ref Unsafe.Add(ref total, 32), c0, c1);
        AddTo(ref Unsafe.Add(ref total, 48), d0, d1);
        AddTo(ref Unsafe.Add(ref total, 64), e0, e1);
        AddTo(ref Unsafe.Add(ref total, 80), f0, f1);
    }

    /// <summary>One matrix row with all rows.</summary>
    private static void AddOne(ref float rows, int padded, ref float line, int length, ref float total)
    {
        for (var first = 0; first < padded; first += HalfRows)
        {
            var (low, high) = (Vector256<float>.Zero, Vector256<float>.Zero);
            for (nint index = 0; index < length; index++)
            {
                ref var row = ref Unsafe.Add(ref rows, (index * padded) + first);
                var factor = Vector256.Create(Unsafe.Add(ref line, index));
                (low, high) = (Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref row), factor, low), Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref row, 8), factor, high));
            }

            AddTo(ref Unsafe.Add(ref total, first), low, high);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ref float total, Vector256<float> low, Vector256<float> high)
    {
        (Vector256.LoadUnsafe(ref total) + low).StoreUnsafe(ref total);
        (Vector256.LoadUnsafe(ref total, 8) + high).StoreUnsafe(ref total, 8);
    }
}
