using System.Numerics.Tensors;
using Interp.Models;
using Interp.Runtime.Reference;

namespace Interp.Runtime.Verification;

/// <summary>
/// Compares what the lens says: the first token of every stream state and position by engine and reference, and the lens of the last
/// state with the logits. The lens is the frozen one; of a model without a final norm each state through the whole head.
/// </summary>
internal sealed class LensCheck(Engine engine, Model referenceModel)
{
    private ModelSpec Spec => referenceModel.Spec;

    private string Name => referenceModel.Weights.FinalNorm is null ? "lens" : "frozen lens";

    /// <summary>Adds both checks to <paramref name="report"/>.</summary>
    /// <param name="pass">The engine's taps.</param>
    /// <param name="reference">The reference's taps.</param>
    /// <param name="states">Taps of the states, the last block's output last.</param>
    /// <param name="report">Gets the checks.</param>
    /// <param name="cancel">Cancels.</param>
    public void Check(ForwardPass pass, ReferencePass reference, IReadOnlyList<string> states, VerificationReport report, CancellationToken cancel)
    {
        var constant = Constant(cancel);
        var forward = new ReferenceForward(Spec, referenceModel.Weights, engine.Threads);
        var expected = ReferenceLens.Over(forward.HeadRows(Rows(states, name => reference[name]), cancel), referenceModel.Weights, constant, engine.Threads, cancel);
        var rows = Rows(states, name => ReferenceTensor.From(pass[name]));
        var found = new EngineLens(rows.Rows, engine.Vocabulary.Threads, ToSingle(constant), pass[TapName.Logits], logit => ReferenceMath.Cap(logit, Spec.LogitCap));
        var ready = ToSingle(rows.Values);
        engine.TransformForHead(ready, rows.Rows, ready, cancel);
        engine.Vocabulary.Multiply(ready, rows.Rows, found, cancel);

        var clear = Enumerable.Range(0, rows.Rows).Where(expected.IsClear).ToList();
        var wrong = clear.Count(row => found.TokenOf(row) != expected.Tokens[row]);
        report.AddCheck($"{Name}: share of first tokens that differ", TapComparison.Ratio(wrong, clear.Count), 0);
        report.AddCheck($"{Name} of the last state = logits", LastStateGap(pass, found), VerificationLimits.Identity);
    }

    private static double LastStateGap(ForwardPass pass, EngineLens found)
    {
        var logits = ReferenceTensor.From(pass[TapName.Logits]);
        return Enumerable.Range(0, pass.Length).Max(t => TapComparison.Ratio(found.GapAt(t), TapComparison.RootMeanSquare(logits.Row(t))));
    }

    /// <summary>gain ⊙ c(x) / s* for each state and position, [states · T, D]; s* is the divisor at the real final state of the position.</summary>
    private ReferenceTensor Rows(IReadOnlyList<string> states, Func<string, ReferenceTensor> tap)
    {
        var length = tap(states[0]).Rows;
        var rows = new ReferenceTensor(states.Count * length, Spec.Width);
        var scales = referenceModel.Weights.FinalNorm is null ? null : tap(TapName.FinalScale);
        for (var state = 0; state < states.Count; state++)
        {
            var stream = tap(states[state]);
            for (var t = 0; t < length; t++)
            {
                Fold(stream.Row(t), scales?.Values[t] ?? 1, rows.Row((state * length) + t));
            }
        }

        return rows;
    }

    private void Fold(ReadOnlySpan<double> state, double scale, Span<double> folded)
    {
        var norm = referenceModel.Weights.FinalNorm;
        var mean = norm is not null && Spec.Norm == NormKind.Layer ? TensorPrimitives.Average(state) : 0;
        for (var i = 0; i < state.Length; i++)
        {
            folded[i] = (state[i] - mean) / scale * (norm is null ? 1 : norm.Gain.Vector[i]);
        }
    }

    /// <summary>k0 = shift of the final norm times the unembedding, plus its bias: [V].</summary>
    private double[] Constant(CancellationToken cancel)
    {
        var shift = new ReferenceTensor(1, Spec.Width);
        ReferenceProducts.AddToRows(shift, referenceModel.Weights.FinalNorm?.Shift);
        return ReferenceProducts.Read(shift, referenceModel.Weights.Unembedding, referenceModel.Weights.UnembeddingBias, engine.Threads, cancel).Values;
    }

    private static float[] ToSingle(double[] values)
    {
        var single = new float[values.Length];
        TensorPrimitives.ConvertTruncating<double, float>(values, single);
        return single;
    }
}
