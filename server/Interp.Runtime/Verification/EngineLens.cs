namespace Interp.Runtime.Verification;

/// <summary>
/// What the lens says of each row with the engine's own products: the first token, and for the last rows how far the lens
/// is from the logits, which must be the same thing.
/// </summary>
internal sealed class EngineLens : ITileVisitor
{
    private readonly int rows;
    private readonly float[] constant;
    private readonly TapTensor logits;
    private readonly Func<double, double> cap;
    private readonly float[,] greatest;
    private readonly int[,] tokens;
    private readonly double[,] gaps;

    /// <summary>A visitor of <paramref name="rows"/> rows, the last of which are those of <paramref name="logits"/> [T, V].</summary>
    /// <param name="rows">N.</param>
    /// <param name="workers">Of the product.</param>
    /// <param name="constant">k0 [V], the bias of every row.</param>
    /// <param name="logits">[T, V].</param>
    /// <param name="cap">The model's cap of logits.</param>
    public EngineLens(int rows, int workers, float[] constant, TapTensor logits, Func<double, double> cap)
    {
        this.rows = rows;
        this.constant = constant;
        this.logits = logits;
        this.cap = cap;
        greatest = new float[workers, rows];
        tokens = new int[workers, rows];
        gaps = new double[workers, logits.Shape[0]];
        for (var i = 0; i < greatest.Length; i++)
        {
            greatest[i / rows, i % rows] = float.NegativeInfinity;
        }
    }

    /// <inheritdoc/>
    public void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values)
    {
        for (var row = 0; row < rows; row++)
        {
            See(worker, firstRow + row, firstToken, values.Slice(row * tokens, tokens));
        }
    }

    /// <summary>The token of greatest value of <paramref name="row"/>; equal values: the smallest id.</summary>
    public int TokenOf(int row)
    {
        var best = 0;
        for (var worker = 1; worker < greatest.GetLength(0); worker++)
        {
            var (value, bestValue) = (greatest[worker, row], greatest[best, row]);
            if (value > bestValue || (value == bestValue && tokens[worker, row] < tokens[best, row]))
            {
                best = worker;
            }
        }

        return tokens[best, row];
    }

    /// <summary>Largest |lens of the last row - logit| at <paramref name="position"/>.</summary>
    public double GapAt(int position) => Enumerable.Range(0, gaps.GetLength(0)).Max(worker => gaps[worker, position]);

    private void See(int worker, int row, int firstToken, Span<float> values)
    {
        var position = row - (rows - gaps.GetLength(1));
        var logitRow = position >= 0 ? logits.Row(position).Slice(firstToken, values.Length) : default;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i] + constant[firstToken + i];
            if (value > greatest[worker, row] || (value == greatest[worker, row] && firstToken + i < tokens[worker, row]))
            {
                greatest[worker, row] = value;
                tokens[worker, row] = firstToken + i;
            }

            if (position >= 0)
            {
                var gap = Math.Abs(cap(value) - logitRow[i]);
                gaps[worker, position] = Math.Max(gaps[worker, position], double.IsNaN(gap) ? double.PositiveInfinity : gap);
            }
        }
    }
}
