using System.Numerics.Tensors;
using Interp.Numerics;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>
/// Log of the sum of exponentials of whole states while their tiles are in the cache. The state of an entry is (its base's
/// product + factor times its row's) / divisor + constant, capped where the mode caps.
/// </summary>
internal sealed class StateVisitor : ITileVisitor
{
    private readonly EntryIndex index;
    private readonly Readout readout;
    private readonly float[]? constant;
    private readonly ShiftedState[] states;
    private readonly TileScratch scratch;
    private readonly TileLedger<(float Greatest, double Sum)> ledger;

    /// <summary>A visitor of the product of a batch's lens rows; one state per entry of the batch.</summary>
    public StateVisitor(EntryIndex index, ShiftedState[] states, Bases bases, int workers)
    {
        this.index = index;
        this.states = states;
        readout = bases.Readout;
        constant = bases.Constant;
        scratch = new(workers);
        ledger = new(workers);
    }

    /// <inheritdoc/>
    public void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values)
    {
        var line = scratch.Line(worker, tokens);
        var (first, count) = index.OfRows(firstRow, rows);
        var parts = new (float, double)[count];
        for (var entry = first; entry < first + count; entry++)
        {
            var state = states[index.Number(entry)];
            FillState(state, values.Slice((index.Row(entry) - firstRow) * tokens, tokens), firstToken, line);
            var greatest = TensorPrimitives.Max<float>(line);
            parts[entry - first] = (greatest, ExponentialSums.Exp(line, greatest));
        }

        ledger.Note(worker, firstToken, first, parts);
    }

    /// <summary>Per entry of the batch: log of the sum of exponentials.</summary>
    public double[] Normalisers()
    {
        var greatest = new double[states.Length];
        var sums = new double[states.Length];
        greatest.AsSpan().Fill(double.NegativeInfinity);
        ledger.Replay((entry, part) =>
        {
            var number = index.Number(entry);
            if (part.Greatest > greatest[number])
            {
                sums[number] *= Math.Exp(greatest[number] - part.Greatest);
                greatest[number] = part.Greatest;
            }

            sums[number] += part.Sum * Math.Exp(part.Greatest - greatest[number]);
        });
        return [.. sums.Select((sum, number) => greatest[number] + Math.Log(sum))];
    }

    private void FillState(ShiftedState state, ReadOnlySpan<float> product, int firstToken, Span<float> line)
    {
        var inverse = 1 / state.Divisor;
        TensorPrimitives.Multiply(product, (float)(state.Factor * inverse), line);
        if (state.Base is { Length: > 0 } origin)
        {
            TensorPrimitives.MultiplyAdd(origin.AsSpan(firstToken, line.Length), (float)inverse, line, line);
        }

        if (constant is not null)
        {
            TensorPrimitives.Add(line, constant.AsSpan(firstToken, line.Length), line);
        }

        readout.ApplyCap(line);
    }
}

/// <summary>A state with a part added: product of the base [V] (null: none), factor of the part's row, divisor of the norm.</summary>
internal readonly record struct ShiftedState(float[]? Base, double Factor, double Divisor);
