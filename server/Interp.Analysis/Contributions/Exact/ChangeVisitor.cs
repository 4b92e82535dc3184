using Interp.Numerics;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>Sums p_t (exp(u_t) - 1) of every entry of a batch while its tiles are in the cache: linear modes.</summary>
internal sealed class ChangeVisitor : ITileVisitor
{
    private readonly EntryIndex index;
    private readonly float[] factors;
    private readonly float[][] probabilities;
    private readonly TileLedger<(double Sum, float Greatest)> ledger;

    /// <summary>A visitor of the product of <paramref name="batch"/>'s lens rows.</summary>
    public ChangeVisitor(RowBatch batch, EntryIndex index, Bases bases, int workers)
    {
        this.index = index;
        factors = [.. batch.Entries.Select(entry => (float)(entry.Factor / bases.Readout.Scale))];
        probabilities = [.. batch.Entries.Select(entry => bases.Probabilities(entry.State))];
        ledger = new(workers);
    }

    /// <inheritdoc/>
    public void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values)
    {
        var (first, count) = index.OfRows(firstRow, rows);
        var parts = new (double, float)[count];
        for (var entry = first; entry < first + count; entry++)
        {
            var line = values.Slice((index.Row(entry) - firstRow) * tokens, tokens);
            var number = index.Number(entry);
            var sum = ExponentialSums.WeightedExpm1(probabilities[number].AsSpan(firstToken, tokens), line, factors[number], out var greatest);
            parts[entry - first] = (sum, greatest);
        }

        ledger.Note(worker, firstToken, first, parts);
    }

    /// <summary>Per entry of the batch: the sum, and the greatest change of any token.</summary>
    public (double[] Sums, float[] Greatest) Results()
    {
        var sums = new double[factors.Length];
        var greatest = new float[factors.Length];
        greatest.AsSpan().Fill(float.NegativeInfinity);
        ledger.Replay((entry, part) =>
        {
            var number = index.Number(entry);
            sums[number] += part.Sum;
            greatest[number] = Math.Max(greatest[number], part.Greatest);
        });
        return (sums, greatest);
    }
}
