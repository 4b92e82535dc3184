using System.Numerics.Tensors;
using Interp.Numerics;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>Exact scores of parts: every entry of a batch against the whole vocabulary, in one product.</summary>
internal sealed class ExactEvaluator(Bases bases, Engine engine)
{
    // Above this the terms p expm1(u) are no longer good float32 numbers, and when nearly all probability is lost, log(1 + sum)
    // has lost its digits; whole states are compared instead.
    private const float GreatestChange = 60;
    private const double LeastSum = -0.99;

    public Bases Bases => bases;

    /// <summary>Prepares the states that parts will be added to, so that their means come from one product.</summary>
    public void Prepare(IReadOnlyCollection<int> states, CancellationToken cancel)
    {
        if (bases.Readout.IsLinear)
        {
            bases.Prepare(states, engine, cancel);
        }
    }

    /// <summary>Numbers of every entry, in the order of the entries. Cost: 2 D V floating-point operations a row.</summary>
    public PartNumbers[] Evaluate(RowBatch batch, CancellationToken cancel)
    {
        if (batch.Entries.Count == 0)
        {
            return [];
        }

        return bases.Readout.IsLinear ? EvaluateLinear(batch, cancel) : EvaluatePerLayer(batch, cancel);
    }

    /// <summary>Numbers of an entry whose increases are known: nothing is projected. Its state must have been prepared.</summary>
    public PartNumbers Describe(RowBatch batch, int entry, double increase, double increaseContrast)
    {
        var wanted = batch.Entries[entry];
        if (bases.Readout.IsLinear)
        {
            return LinearNumbers(batch, wanted, 0) with { Increase = increase, IncreaseContrast = increaseContrast };
        }

        var state = ShiftedStateOf(batch, wanted);
        var bs = ValueOf(state, batch.LensRow(wanted.Row), bases.Target) - bases.Value(wanted.State);
        return new PartNumbers(increase, increaseContrast, bs, 0, null, batch.NormOf(wanted));
    }

    private PartNumbers[] EvaluateLinear(RowBatch batch, CancellationToken cancel)
    {
        bases.Prepare([.. batch.Entries.Select(entry => entry.State).Distinct()], engine, cancel);
        var visitor = new ChangeVisitor(batch, new EntryIndex(batch), bases, engine.Vocabulary.Threads);
        engine.Vocabulary.Multiply(batch.Lens, batch.Rows, visitor, cancel);
        var (sums, greatest) = visitor.Results();
        var numbers = new PartNumbers[sums.Length];
        for (var entry = 0; entry < numbers.Length; entry++)
        {
            numbers[entry] = LinearNumbers(batch, batch.Entries[entry], Logarithms.OnePlus(Math.Max(LeastSum, sums[entry])));
        }

        int[] large = [.. Enumerable.Range(0, numbers.Length).Where(entry => greatest[entry] > GreatestChange || sums[entry] < LeastSum)];
        ReplaceLargeChanges(batch, large, numbers, cancel);
        return numbers;
    }

    private PartNumbers LinearNumbers(RowBatch batch, BatchEntry entry, double logMean)
    {
        var row = batch.LensRow(entry.Row);
        var factor = entry.Factor / bases.Readout.Scale;
        var target = RowProducts.DotDouble(row, bases.Readout.Token(bases.Target));
        var mean = RowProducts.DotDouble(row, bases.Mean(entry.State));
        var bs = factor * target;
        var bsContrast = bases.Contrast is int contrast ? factor * RowProducts.DotDouble(row, bases.Readout.Token(contrast)) : 0;
        return new PartNumbers(
            bs - logMean,
            bases.Contrast is null ? 0 : bsContrast - logMean,
            bs,
            bsContrast,
            bases.Contrast is null ? factor * (target - mean) : bs - bsContrast,
            batch.NormOf(entry));
    }

    /// <summary>For entries that change nearly everything: log-probabilities of the whole states, before and after.</summary>
    private void ReplaceLargeChanges(RowBatch batch, int[] large, PartNumbers[] numbers, CancellationToken cancel)
    {
        if (large.Length == 0)
        {
            return;
        }

        var whole = new RowBatch(bases.Readout, large.Length);
        var states = new ShiftedState[large.Length];
        for (var index = 0; index < large.Length; index++)
        {
            var entry = batch.Entries[large[index]];
            whole.Add(Shifted(batch, entry), 1, entry.State);
            states[index] = new ShiftedState(null, 1, bases.Readout.Scale);
        }

        var normalisers = Normalisers(whole, states, cancel);
        for (var index = 0; index < large.Length; index++)
        {
            var old = numbers[large[index]];
            var entry = batch.Entries[large[index]];
            var logMean = normalisers[index] - NormaliserOf(entry.State);
            numbers[large[index]] = old with
            {
                Increase = old.Bs - logMean,
                IncreaseContrast = bases.Contrast is null ? 0 : old.BsContrast - logMean,
            };
        }
    }

    private double NormaliserOf(int state) => state == StreamStates.Uniform ? Math.Log(bases.Tokens) : bases.Normaliser(state);

    private double[] Normalisers(RowBatch batch, ShiftedState[] states, CancellationToken cancel)
    {
        var visitor = new StateVisitor(new EntryIndex(batch), states, bases, engine.Vocabulary.Threads);
        engine.Vocabulary.Multiply(batch.Lens, batch.Rows, visitor, cancel);
        return visitor.Normalisers();
    }

    private float[] Shifted(RowBatch batch, BatchEntry entry)
    {
        var sum = new float[bases.Readout.Width];
        TensorPrimitives.Multiply(batch.StreamRow(entry.Row), (float)entry.Factor, sum);
        if (entry.State > StreamStates.Zero)
        {
            TensorPrimitives.Add(sum, bases.Point.State(entry.State), sum);
        }

        return sum;
    }

    private PartNumbers[] EvaluatePerLayer(RowBatch batch, CancellationToken cancel)
    {
        var states = batch.Entries.Select(entry => ShiftedStateOf(batch, entry)).ToArray();
        var normalisers = Normalisers(batch, states, cancel);
        var numbers = new PartNumbers[states.Length];
        for (var index = 0; index < numbers.Length; index++)
        {
            var entry = batch.Entries[index];
            if (entry.Factor == 0)
            {
                // Nothing is added: the difference of two roundings would not be exactly 0.
                numbers[index] = new PartNumbers(0, 0, 0, 0, null, 0);
                continue;
            }

            var row = batch.LensRow(entry.Row);
            var target = ValueOf(states[index], row, bases.Target);
            var contrast = bases.Contrast is int token ? ValueOf(states[index], row, token) : 0;
            numbers[index] = new PartNumbers(
                target - normalisers[index] - bases.LogProb(entry.State),
                bases.Contrast is null ? 0 : contrast - normalisers[index] - bases.LogProbContrast(entry.State),
                target - bases.Value(entry.State),
                0,
                null,
                batch.NormOf(entry));
        }

        return numbers;
    }

    private ShiftedState ShiftedStateOf(RowBatch batch, BatchEntry entry)
    {
        var origin = entry.State == StreamStates.Zero ? null : bases.Product(entry.State);
        return new ShiftedState(origin, entry.Factor, bases.Readout.Head.ScaleOf(Shifted(batch, entry)));
    }

    private double ValueOf(ShiftedState state, ReadOnlySpan<float> row, int token)
    {
        var product = (state.Factor * RowProducts.DotDouble(row, bases.Readout.Token(token))) + (state.Base?[token] ?? 0);
        return bases.Readout.Capped((product / state.Divisor) + (bases.Constant?[token] ?? 0));
    }
}
