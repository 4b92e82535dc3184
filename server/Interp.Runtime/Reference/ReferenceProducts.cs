using System.Numerics.Tensors;
using Interp.Models;

namespace Interp.Runtime.Reference;

/// <summary>Products of double-precision rows with float32 weights, on several threads. Sums are in double.</summary>
public static class ReferenceProducts
{
    // Pieces of work are small enough to cancel within milliseconds and to stay in a core's cache.
    private const int ReadRows = 32;
    private const int WriteColumns = 64;

    /// <summary>x Wᵀ + b for a matrix stored [out, in]: y[t, r] = x[t] · W[r] + b[r].</summary>
    /// <param name="x">[T, in].</param>
    /// <param name="matrix">[out, in].</param>
    /// <param name="bias">[out] or null.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>[T, out].</returns>
    public static ReferenceTensor Read(ReferenceTensor x, Weight matrix, Weight? bias, int threads, CancellationToken cancel)
    {
        var y = new ReferenceTensor(x.Rows, matrix.Rows);
        ReadTiles(x, matrix, threads, (first, tile) =>
        {
            for (var t = 0; t < x.Rows; t++)
            {
                tile.Row(t).CopyTo(y.Row(t)[first..]);
            }
        }, cancel);
        AddToRows(y, bias);
        return y;
    }

    /// <summary>x Wᵀ for a matrix stored [out, in], shown tile by tile and never whole.</summary>
    /// <param name="x">[T, in].</param>
    /// <param name="matrix">[out, in].</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="see">Given the first row of the matrix and the tile [T, rows]; called concurrently.</param>
    /// <param name="cancel">Cancels.</param>
    public static void ReadTiles(ReferenceTensor x, Weight matrix, int threads, Action<int, ReferenceTensor> see, CancellationToken cancel) =>
        ForEachPiece(matrix.Rows, ReadRows, threads, (first, count) =>
        {
            var rows = new ReferenceTensor(count, matrix.Columns);
            TensorPrimitives.ConvertTruncating<float, double>(matrix.RowRange(first, count), rows.Values);
            var tile = new ReferenceTensor(x.Rows, count);
            DotTile.Fill(x, rows, tile);
            see(first, tile);
        }, cancel);

    /// <summary>x W + b for a matrix stored [in, out]: y[t] = sum over j of x[t, j] W[j], plus b.</summary>
    /// <param name="x">[T, in].</param>
    /// <param name="matrix">[in, out].</param>
    /// <param name="bias">[out] or null.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>[T, out].</returns>
    public static ReferenceTensor Write(ReferenceTensor x, Weight matrix, Weight? bias, int threads, CancellationToken cancel)
    {
        var y = new ReferenceTensor(x.Rows, matrix.Columns);
        using var room = new WeightStore();
        matrix = matrix.AsFloat(room);
        ForEachPiece(matrix.Columns, WriteColumns, threads, (first, columns) =>
        {
            var row = new double[columns];
            for (var j = 0; j < matrix.Rows; j++)
            {
                TensorPrimitives.ConvertTruncating<float, double>(matrix.Row(j).Slice(first, columns), row);
                for (var t = 0; t < x.Rows; t++)
                {
                    var sums = y.Row(t).Slice(first, columns);
                    TensorPrimitives.MultiplyAdd(row, x.Row(t)[j], sums, sums);
                }
            }
        }, cancel);
        AddToRows(y, bias);
        return y;
    }

    /// <summary>Adds <paramref name="bias"/> [width] to every row.</summary>
    public static void AddToRows(ReferenceTensor rows, Weight? bias)
    {
        for (var t = 0; bias is not null && t < rows.Rows; t++)
        {
            for (var i = 0; i < bias.Columns; i++)
            {
                rows.Row(t)[i] += bias.Vector[i];
            }
        }
    }

    private static void ForEachPiece(int length, int piece, int threads, Action<int, int> work, CancellationToken cancel)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
        Parallel.For(0, (length + piece - 1) / piece, options, i => work(i * piece, Math.Min(piece, length - (i * piece))));
    }
}
