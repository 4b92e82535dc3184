using System.Numerics.Tensors;
using Interp.Models;

namespace Interp.Analysis.Contributions;

/// <summary>An attention or feed-forward layer as a writer into the stream: its rows, its branch norm, the state that it adds to.</summary>
internal sealed class Branch
{
    private readonly float[]? gain;
    private readonly bool centred;

    /// <summary>The writer of <paramref name="layer"/>.</summary>
    /// <param name="layer">Layer.</param>
    /// <param name="isAttention">Attention, or feed-forward.</param>
    /// <param name="model">The model.</param>
    /// <param name="baseState">Index of the state that parts are added to.</param>
    public Branch(int layer, bool isAttention, Model model, int baseState)
    {
        var weights = model.Weights.Layers[layer];
        Layer = layer;
        IsAttention = isAttention;
        BaseState = baseState;
        Rows = isAttention ? weights.Output : weights.Out;
        Bias = isAttention ? weights.OutputBias : weights.OutBias;
        var norm = isAttention ? weights.AttentionBranchNorm : weights.FeedForwardBranchNorm;
        gain = norm?.Gain.Vector.ToArray();
        centred = norm is not null && model.Spec.Norm == NormKind.Layer;
        Epsilon = model.Spec.NormEpsilon;
    }

    public int Layer { get; }

    public bool IsAttention { get; }

    /// <summary>Index of the state x that parts of this branch are added to; see <see cref="StreamStates"/>.</summary>
    public int BaseState { get; }

    /// <summary>W_O [H*K, D] or W_out [F, D].</summary>
    public Weight Rows { get; }

    /// <summary>b_O or b_out [D].</summary>
    public Weight? Bias { get; }

    /// <summary>True where a norm stands between the branch and the stream.</summary>
    public bool HasNorm => gain is not null;

    private double Epsilon { get; }

    /// <summary>stream = γ_b ⊙ raw (less its mean under a LayerNorm); the divisor is left to <see cref="DivisorOf"/>.</summary>
    public void ToStream(ReadOnlySpan<float> raw, Span<float> stream)
    {
        raw.CopyTo(stream);
        if (centred)
        {
            Centring.SubtractMean(stream);
        }

        if (gain is not null)
        {
            TensorPrimitives.Multiply(stream, gain, stream);
        }
    }

    /// <summary>The transpose of <see cref="ToStream"/>: raw · result = (stream of raw) · reader.</summary>
    public void Pull(ReadOnlySpan<float> reader, Span<float> pulled)
    {
        reader.CopyTo(pulled);
        if (gain is not null)
        {
            TensorPrimitives.Multiply(pulled, gain, pulled);
        }

        if (centred)
        {
            Centring.SubtractMean(pulled);
        }
    }

    /// <summary>s_b: the branch norm's divisor for the raw branch output with these coefficients of the rows; 1 without such a norm.</summary>
    public double DivisorOf(ReadOnlySpan<float> coefficients)
    {
        if (gain is null)
        {
            return 1;
        }

        var raw = new float[Rows.Columns];
        Bias?.Vector.CopyTo(raw);
        for (var row = 0; row < coefficients.Length; row++)
        {
            TensorPrimitives.MultiplyAdd(Rows.Row(row), coefficients[row], raw, raw);
        }

        return Math.Sqrt(Centring.MeanSquare(raw, centred) + Epsilon);
    }
}
