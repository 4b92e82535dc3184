using Interp.Models;
using Interp.Runtime.Reference;

namespace Interp.Runtime.Verification;

/// <summary>What the lens says of each row in double precision: the first token, and by how much it leads.</summary>
internal sealed class ReferenceLens
{
    private readonly double[] first;
    private readonly double[] second;
    private readonly double[] sum;
    private readonly double[] squares;
    private readonly int vocabulary;

    private ReferenceLens(int rows, int vocabulary)
    {
        this.vocabulary = vocabulary;
        Tokens = new int[rows];
        first = Filled(rows);
        second = Filled(rows);
        sum = new double[rows];
        squares = new double[rows];
    }

    /// <summary>The token of greatest value of each row; equal values: the smallest id.</summary>
    public int[] Tokens { get; }

    /// <summary>Runs the lens over <paramref name="rows"/> [N, D], ready for the product with the unembedding.</summary>
    /// <param name="rows">[N, D].</param>
    /// <param name="weights">Of the model.</param>
    /// <param name="constant">k0 [V], the bias of every row.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="cancel">Cancels.</param>
    public static ReferenceLens Over(ReferenceTensor rows, ModelWeights weights, double[] constant, int threads, CancellationToken cancel)
    {
        var lens = new ReferenceLens(rows.Rows, weights.Unembedding.Rows);
        ReferenceProducts.ReadTiles(rows, weights.Unembedding, threads, (token, tile) => lens.See(token, tile, constant), cancel);
        return lens;
    }

    /// <summary>True where the first token leads by at least <see cref="VerificationLimits.LensMargin"/> of the row's spread.</summary>
    public bool IsClear(int row)
    {
        var mean = sum[row] / vocabulary;
        var spread = Math.Sqrt(Math.Max((squares[row] / vocabulary) - (mean * mean), 0));
        return first[row] - second[row] >= VerificationLimits.LensMargin * spread;
    }

    private void See(int firstToken, ReferenceTensor tile, double[] constant)
    {
        lock (first)
        {
            for (var row = 0; row < tile.Rows; row++)
            {
                var values = tile.Row(row);
                for (var i = 0; i < values.Length; i++)
                {
                    See(row, firstToken + i, values[i] + constant[firstToken + i]);
                }
            }
        }
    }

    private void See(int row, int token, double value)
    {
        sum[row] += value;
        squares[row] += value * value;
        if (value > first[row] || (value == first[row] && token < Tokens[row]))
        {
            (second[row], first[row], Tokens[row]) = (first[row], value, token);
        }
        else if (value > second[row])
        {
            second[row] = value;
        }
    }

    private static double[] Filled(int rows)
    {
        var values = new double[rows];
        Array.Fill(values, double.NegativeInfinity);
        return values;
    }
}
