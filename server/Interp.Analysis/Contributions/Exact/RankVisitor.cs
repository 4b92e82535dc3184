using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>Counts, for each row and a sign, the tokens whose signed value is strictly greater than the target's.</summary>
internal sealed class RankVisitor : ITileVisitor
{
    private readonly float[] targetValues;
    private readonly bool[] negative;
    private readonly bool[] same;
    private readonly int[,] counts;

    /// <summary>A visitor of a product of rows.</summary>
    /// <param name="targetValues">The target's value in each row.</param>
    /// <param name="negative">True where the row's values count with a minus.</param>
    /// <param name="same">True for tokens that have the target's unembedding row: never greater, whatever rounding says.</param>
    /// <param name="workers">Number of workers.</param>
    public RankVisitor(float[] targetValues, bool[] negative, bool[] same, int workers)
    {
        this.targetValues = targetValues;
        this.negative = negative;
        this.same = same;
        counts = new int[workers, targetValues.Length];
    }

    /// <inheritdoc/>
    public void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values)
    {
        for (var row = firstRow; row < firstRow + rows; row++)
        {
            var line = values.Slice((row - firstRow) * tokens, tokens);
            var target = targetValues[row];
            var greater = 0;
            for (var token = 0; token < line.Length; token++)
            {
                var above = negative[row] ? line[token] < target : line[token] > target;
                greater += above && !same[firstToken + token] ? 1 : 0;
            }

            counts[worker, row] += greater;
        }
    }

    /// <summary>1 + the number of strictly greater values in a row.</summary>
    public int Rank(int row)
    {
        var greater = 0;
        for (var worker = 0; worker < counts.GetLength(0); worker++)
        {
            greater += counts[worker, row];
        }

        return 1 + greater;
    }
}
