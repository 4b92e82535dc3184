using System.Buffers;
using System.Numerics.Tensors;
using Interp.Models;
using Interp.Numerics;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>The distributions that parts are added to: one per state of the stream, as the lens mode reads it.</summary>
internal sealed class Bases
{
    private readonly StateValues states;
    private readonly double[] divisors;
    private readonly double[,] values;
    private readonly double[] normalisers;
    private readonly Dictionary<int, float[]> probabilities = [];
    private readonly Dictionary<int, float[]> means = [];

    /// <summary>Reads the states and notes what they give the followed tokens.</summary>
    /// <param name="point">The stream.</param>
    /// <param name="readout">The lens.</param>
    /// <param name="states">Products of the states; <see cref="Prepare"/> changes them in place.</param>
    /// <param name="target">w.</param>
    /// <param name="contrast">c, or null.</param>
    /// <param name="cancel">Cancels.</param>
    public Bases(StreamPoint point, Readout readout, StateValues states, int target, int? contrast, CancellationToken cancel)
    {
        Point = point;
        Readout = readout;
        Target = target;
        Contrast = contrast;
        this.states = states;
        Constant = readout.Mode == LensMode.Author ? null : readout.Head.Bias(cancel)?.ToArray();
        var count = StreamStates.Count(point.Spec.Layers);
        divisors = [.. Enumerable.Range(0, count).Select(DivisorOf)];
        values = new double[count, 2];
        normalisers = new double[count];
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancel }, Note);
    }

    public StreamPoint Point { get; }

    public Readout Readout { get; }

    /// <summary>w.</summary>
    public int Target { get; }

    /// <summary>c.</summary>
    public int? Contrast { get; }

    /// <summary>V.</summary>
    public int Tokens => Readout.Tokens;

    /// <summary>What a state's values have besides the product: k0 = β W_U + b_U [V]; null where there is none.</summary>
    public float[]? Constant { get; }

    /// <summary>Natural log-probability of the target at a state.</summary>
    public double LogProb(int state) => values[state, 0] - normalisers[state];

    /// <summary>Natural log-probability of the contrast at a state.</summary>
    public double LogProbContrast(int state) => values[state, 1] - normalisers[state];

    /// <summary>Lens value of the target at a state, biases and cap included as the mode has them.</summary>
    public double Value(int state) => values[state, 0];

    /// <summary>Log of the sum of exponentials of all lens values at a state.</summary>
    public double Normaliser(int state) => normalisers[state];

    /// <summary>(lens row of the state) · W_U [V]; empty for the zero state. perLayer only.</summary>
    public float[] Product(int state) => states.Product(state);

    /// <summary>Makes probabilities and means of some states: what scores in linear modes need. Products of theirs are gone afterwards.</summary>
    /// <remarks>Cost: 2 D V floating-point operations a state.</remarks>
    public void Prepare(IReadOnlyCollection<int> wanted, Engine engine, CancellationToken cancel)
    {
        int[] missing = [.. wanted.Where(state => !means.ContainsKey(state)).Distinct()];
        if (missing.Length == 0)
        {
            return;
        }

        var lines = new float[missing.Length][];
        Parallel.For(0, missing.Length, new ParallelOptions { CancellationToken = cancel }, index => lines[index] = ProbabilitiesOf(missing[index]));
        var sums = new float[missing.Length * Readout.Width];
        engine.Vocabulary.WeightedSums(
            (firstToken, tokens, weights) =>
            {
                for (var row = 0; row < lines.Length; row++)
                {
                    lines[row].AsSpan(firstToken, tokens).CopyTo(weights.Slice(row * tokens, tokens));
                }
            },
            missing.Length,
            sums,
            cancel);
        for (var index = 0; index < missing.Length; index++)
        {
            probabilities[missing[index]] = lines[index];
            means[missing[index]] = sums.AsSpan(index * Readout.Width, Readout.Width).ToArray();
        }
    }

    /// <summary>Probabilities of a prepared state, [V].</summary>
    public float[] Probabilities(int state) => probabilities[state];

    /// <summary>e: mean of the unembedding rows under a prepared state's probabilities, [D].</summary>
    public float[] Mean(int state) => means[state];

    private double DivisorOf(int state)
    {
        if (Readout.IsLinear || state == StreamStates.Zero)
        {
            return Readout.Scale;
        }

        return Readout.Head.ScaleOf(Point.State(state));
    }

    private void Note(int state)
    {
        var rented = ArrayPool<float>.Shared.Rent(Tokens);
        var line = rented.AsSpan(0, Tokens);
        FillValues(state, line);
        values[state, 0] = line[Target];
        values[state, 1] = Contrast is int contrast ? line[contrast] : 0;
        normalisers[state] = ExponentialSums.Log(line);
        ArrayPool<float>.Shared.Return(rented);
    }

    private void FillValues(int state, Span<float> line)
    {
        if (state == StreamStates.Zero)
        {
            line.Clear();
        }
        else
        {
            TensorPrimitives.Multiply(states.Product(state), (float)(1 / divisors[state]), line);
        }

        if (Constant is not null)
        {
            TensorPrimitives.Add(line, Constant, line);
        }

        Readout.ApplyCap(line);
    }

    private float[] ProbabilitiesOf(int state)
    {
        if (state == StreamStates.Uniform)
        {
            var same = new float[Tokens];
            same.AsSpan().Fill(1f / Tokens);
            return same;
        }

        // The product is not needed again in linear modes: its memory becomes that of the probabilities.
        var line = state == StreamStates.Zero ? new float[Tokens] : states.Product(state);
        FillValues(state, line);
        TensorPrimitives.Subtract(line, TensorPrimitives.Max<float>(line), line);
        TensorPrimitives.Exp(line, line);

        // Divided by their own sum, so that what is lost and what is gained add up to 0.
        TensorPrimitives.Multiply(line, (float)(1 / Sum(line)), line);
        return line;
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }
}
