using Interp.Numerics;

namespace Interp.Analysis.Contributions;

/// <summary>Dot products of all rows that branches write with, with one reader each: the weights are read once, in place, by all threads.</summary>
internal static class WriteProducts
{
    private const int RowsAtOnce = 256;

    /// <summary>Dot products of the directions of a part set with vectors of token space, for each of its layers.</summary>
    /// <param name="set">The parts.</param>
    /// <param name="readout">The lens.</param>
    /// <param name="readers">For each layer a vector [D]: a row of the unembedding or a mixture of them.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="cancel">Checked every few hundred rows.</param>
    /// <returns>For each layer one value per direction: (lens row of its stream form) · reader. No divisor.</returns>
    public static float[][] OfDirections(PartSet set, Readout readout, IReadOnlyList<float[]> readers, int threads, CancellationToken cancel)
    {
        Branch[] branches = [.. set.Layers.Select(set.BranchOf)];
        var rows = OfRows(branches, [.. readers.Select(Pulled)], threads, cancel);
        var products = new float[rows.Length][];
        for (var block = 0; block < products.Length; block++)
        {
            var layer = set.Layers[block];
            products[block] = new float[set.DirectionsOf(layer)];
            set.FromRows(layer, rows[block], products[block]);
        }

        return products;

        float[] Pulled(float[] reader)
        {
            var stream = new float[readout.Width];
            readout.Pull(reader, stream);
            return stream;
        }
    }

    /// <summary>Dot products of the rows of branches with vectors of the stream.</summary>
    /// <param name="branches">Branches, in any number.</param>
    /// <param name="readers">For each branch a vector [D].</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="cancel">Checked every few hundred rows.</param>
    /// <returns>For each branch one value per row: (the row's stream form) · reader. No divisor.</returns>
    public static float[][] OfRows(IReadOnlyList<Branch> branches, IReadOnlyList<float[]> readers, int threads, CancellationToken cancel)
    {
        var pulled = new float[branches.Count][];
        var products = new float[branches.Count][];
        var pieces = new List<(int Branch, int First, int Count)>();
        for (var index = 0; index < branches.Count; index++)
        {
            var branch = branches[index];
            pulled[index] = new float[branch.Rows.Columns];
            branch.Pull(readers[index], pulled[index]);
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
