using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Interp.Runtime.Reference;

/// <summary>Dot products of rows with rows. Four rows meet two at a time, so that a number that was loaded is used more than once.</summary>
internal static class DotTile
{
    private const int Left = 4;
    private const int Right = 2;

    /// <summary>tile[t, r] = x[t] · rows[r].</summary>
    /// <param name="x">[T, n].</param>
    /// <param name="rows">[R, n].</param>
    /// <param name="tile">[T, R], overwritten.</param>
    public static void Fill(ReferenceTensor x, ReferenceTensor rows, ReferenceTensor tile)
    {
        var (blockedT, blockedR) = (x.Rows - (x.Rows % Left), rows.Rows - (rows.Rows % Right));
        for (var t = 0; t < blockedT; t += Left)
        {
            for (var r = 0; r < blockedR; r += Right)
            {
                FourByTwo(x, rows, tile, t, r);
            }
        }

        for (var t = 0; t < x.Rows; t++)
        {
            for (var r = t < blockedT ? blockedR : 0; r < rows.Rows; r++)
            {
                tile.Row(t)[r] = TensorPrimitives.Dot<double>(x.Row(t), rows.Row(r));
            }
        }
    }

    private static void FourByTwo(ReferenceTensor x, ReferenceTensor rows, ReferenceTensor tile, int t, int r)
    {
        ref var x0 = ref MemoryMarshal.GetReference(x.Row(t));
        ref var x1 = ref MemoryMarshal.GetReference(x.Row(t + 1));
        ref var x2 = ref MemoryMarshal.GetReference(x.Row(t + 2));
        ref var x3 = ref MemoryMarshal.GetReference(x.Row(t + 3));
        ref var w0 = ref MemoryMarshal.GetReference(rows.Row(r));
        ref var w1 = ref MemoryMarshal.GetReference(rows.Row(r + 1));
        Vector<double> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        var whole = x.RowLength - (x.RowLength % Vector<double>.Count);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)Vector<double>.Count)
        {
            var (a, b) = (Vector.LoadUnsafe(ref w0, i), Vector.LoadUnsafe(ref w1, i));
            var left = Vector.LoadUnsafe(ref x0, i);
            (s00, s01) = (Vector.FusedMultiplyAdd(left, a, s00), Vector.FusedMultiplyAdd(left, b, s01));
            left = Vector.LoadUnsafe(ref x1, i);
            (s10, s11) = (Vector.FusedMultiplyAdd(left, a, s10), Vector.FusedMultiplyAdd(left, b, s11));
            left = Vector.LoadUnsafe(ref x2, i);
            (s20, s21) = (Vector.FusedMultiplyAdd(left, a, s20), Vector.FusedMultiplyAdd(left, b, s21));
            left = Vector.LoadUnsafe(ref x3, i);
            (s30, s31) = (Vector.FusedMultiplyAdd(left, a, s30), Vector.FusedMultiplyAdd(left, b, s31));
        }

        ReadOnlySpan<double> sums =
        [
            Vector.Sum(s00), Vector.Sum(s01), Vector.Sum(s10), Vector.Sum(s11), Vector.Sum(s20), Vector.Sum(s21), Vector.Sum(s30), Vector.Sum(s31),
        ];
        for (var i = 0; i < sums.Length; i++)
        {
            var (row, column) = (t + (i / Right), r + (i % Right));
            tile.Row(row)[column] = sums[i] + TensorPrimitives.Dot<double>(x.Row(row)[whole..], rows.Row(column)[whole..]);
        }
    }
}
