using System.Numerics.Tensors;
using Interp.Models;

namespace Interp.Analysis.Contributions;

/// <summary>The way from the stream to the vocabulary at one position, as a lens mode has it.</summary>
/// <remarks>
/// The lens row of a stream vector x is γ ⊙ c(x) [D]; its dot product with e_t, over a divisor, is the value of token t.
/// Lens rows are linear in x in every mode; only the divisor differs.
/// </remarks>
internal sealed class Readout(LensHead head, Model model, LensMode mode, double scale)
{
    public LensHead Head => head;

    public Model Model => model;

    public LensMode Mode => mode;

    /// <summary>True where values are linear in the part that is added.</summary>
    public bool IsLinear => mode != LensMode.PerLayer;

    /// <summary>s*: the divisor at the real final residual of the analysed position.</summary>
    public double Scale => scale;

    /// <summary>D.</summary>
    public int Width => head.Width;

    /// <summary>V.</summary>
    public int Tokens => head.Vocabulary;

    /// <summary>True where values go through the model's soft cap.</summary>
    public bool IsCapped => mode == LensMode.PerLayer && head.Cap is not null;

    /// <summary>Unembedding row of a token.</summary>
    public ReadOnlySpan<float> Token(int token) => model.Weights.Unembedding.Row(token);

    /// <summary>row = γ ⊙ c(stream).</summary>
    public void ToLens(ReadOnlySpan<float> stream, Span<float> row) => head.Fold(stream, 1, row);

    /// <summary>The stream vector r' with x · r' = (lens row of x) · r for every x: c(γ ⊙ r), c being its own transpose.</summary>
    public void Pull(ReadOnlySpan<float> reader, Span<float> pulled)
    {
        reader.CopyTo(pulled);
        if (head.Gain is { } gain)
        {
            TensorPrimitives.Multiply(pulled, gain.Vector, pulled);
        }

        if (head.Centres)
        {
            Centring.SubtractMean(pulled);
        }
    }

    /// <summary>A value after the soft cap of the mode.</summary>
    public double Capped(double value) => IsCapped && head.Cap is double cap ? Math.Tanh(value / cap) * cap : value;

    /// <summary>Values after the soft cap of the mode, in place.</summary>
    public void ApplyCap(Span<float> values)
    {
        if (IsCapped)
        {
            head.ApplyCap(values);
        }
    }
}
