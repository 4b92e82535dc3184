using Interp.Numerics;

namespace Interp.Analysis.Contributions;

/// <summary>Dot products of all rows that branches write with, with one reader each: the weights are read once, in place, by all threads.</summary>
internal static class WriteProducts
{
    private const int RowsAtOnce = 256;

    /// <summary>For each branch the dot products of its rows with the pulled-back <paramref name="readers"/>.</summary>
    /// <param name="branches">Branches, in any number.</param>
    /// <param name="readout">The lens.</param>
    /// <param name="readers">For each branch a vector of token space, [D]: a row of the unembedding or a mixture of them.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="cancel">Checked every few hundred rows.</param>
    /// <returns>One value per row: (lens row of the row's stream form) · reader. No divisor.</returns>
    public static float[][] Compute(
        IReadOnlyList<Branch> branches, Readout readout, IReadOnlyList<float[]> readers, int threads, CancellationToken cancel)
    {
        var pulled = new float[branches.Count][];
        var products = new float[branches.Count][];
        var pieces = new List<(int Branch, int First, int Count)>();
        for (var index = 0; index < branches.Count; index++)
        {
            var branch = branches[index];
            var stream = new float[readout.Width];
            readout.Pull(readers[index], stream);
            pulled[index] = new float[readout.Width];
            branch.Pull(stream, pulled[index]);
            products[index] = new float[branch.Rows.Rows];
            for (var first = 0; first < branch.Rows.Rows; first += RowsAtOnce)
            {
                pieces.Add((index, first, Math.Min(RowsAtOnce, branch.Rows.Rows - first)));
            }
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
        Parallel.ForEach(pieces, options, piece => RowProducts.Multiply(
            branches[piece.Branch].Rows.RowRange(piece.First, piece.Count),
            pulled[piece.Branch],
            products[piece.Branch].AsSpan(piece.First, piece.Count)));
        return products;
    }
}
