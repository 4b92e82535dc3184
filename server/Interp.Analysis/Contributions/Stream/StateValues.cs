using System.Numerics.Tensors;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>Values of every token at every state of the stream, from one product, and the model's own logits.</summary>
internal sealed class StateValues
{
    private readonly float[][] products;

    private StateValues(float[][] products, float[] modelLogits)
    {
        this.products = products;
        ModelLogits = modelLogits;
    }

    /// <summary>The model's output at the position, [V].</summary>
    public float[] ModelLogits { get; }

    /// <summary>(lens row of a state) · W_U [V]: no divisor, no bias, no cap. The zero state has none.</summary>
    public float[] Product(int state) => products[state];

    /// <summary>Projects all states and the model's last normalised residual.</summary>
    public static StateValues Compute(StreamPoint point, Readout readout, Engine engine, CancellationToken cancel)
    {
        var states = StreamStates.Count(point.Spec.Layers);
        var width = readout.Width;
        var rows = new float[states * width];
        for (var state = 1; state < states; state++)
        {
            readout.ToLens(point.State(state), rows.AsSpan((state - 1) * width, width));
        }

        point.Pass[TapName.FinalNormalized].Row(point.Position).CopyTo(rows.AsSpan((states - 1) * width));
        var lines = new float[states][];
        for (var row = 0; row < states; row++)
        {
            lines[row] = GC.AllocateUninitializedArray<float>(readout.Tokens);
        }

        engine.Vocabulary.Multiply(rows, states, new CaptureVisitor(lines), cancel);
        FinishModelLogits(point.Model, readout.Head, lines[states - 1]);
        float[][] products = [[], .. lines[..(states - 1)]];
        return new StateValues(products, lines[states - 1]);
    }

    private static void FinishModelLogits(Model model, LensHead head, float[] logits)
    {
        if (model.Weights.UnembeddingBias is { } bias)
        {
            TensorPrimitives.Add(logits, bias.Vector, logits);
        }

        head.ApplyCap(logits);
    }
}
