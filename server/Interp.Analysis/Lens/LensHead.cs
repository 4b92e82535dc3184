using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>
/// The way from vectors of the stream's width D to the vocabulary: rows γ ⊙ c(v) / s that are ready for the product with W_U,
/// the bias vector k0 = β W_U + b_U, and the soft cap. c(v) = v - mean(v) for LayerNorm, v for RMSNorm. A post-norm model has no final
/// norm; its rows go through its masked-LM head (<see cref="Finish"/>).
/// </summary>
/// <remarks>
/// Every lens is this with another scale: <see cref="LensMode.PerLayer"/> takes that of the vector itself, adds k0 and caps;
/// <see cref="LensMode.Frozen"/> and <see cref="LensMode.Author"/> take that of the real final residual; frozen adds k0 to states.
/// </remarks>
public sealed class LensHead
{
    private static readonly ConditionalWeakTable<Engine, LensHead> Heads = [];

    private readonly Engine engine;
    private readonly NormWeights? norm;
    private readonly bool centred;
    private readonly double epsilon;
    private readonly Lock gate = new();
    private float[]? bias;

    private LensHead(Engine engine)
    {
        var model = engine.Model;
        this.engine = engine;
        norm = model.Weights.FinalNorm;
        centred = norm is not null && model.Spec.Norm == NormKind.Layer;
        epsilon = model.Spec.NormEpsilon;
        HasBias = norm?.Shift is not null || model.Weights.UnembeddingBias is not null;
        Width = model.Spec.Width;
        Vocabulary = model.Spec.Vocabulary;
        Cap = model.Spec.LogitCap;
    }

    /// <summary>D.</summary>
    public int Width { get; }

    /// <summary>V.</summary>
    public int Vocabulary { get; }

    /// <summary>The model's soft cap of logits, or null.</summary>
    public double? Cap { get; }

    /// <summary>False for a post-norm model: its head is no linear map of a sum of parts, so <see cref="LensMode.PerLayer"/> is its only lens.</summary>
    public bool IsLinear => engine.Model.Spec.Order != BlockOrder.Post;

    /// <summary>True where k0 is not zero by construction: the final norm has a shift or the unembedding a bias.</summary>
    public bool HasBias { get; }

    /// <summary>γ, the final norm's gain [D]; null stands for ones.</summary>
    public Weight? Gain => norm?.Gain;

    /// <summary>True where vectors are centred (LayerNorm).</summary>
    public bool Centres => centred;

    /// <summary>The head of the model that <paramref name="engine"/> runs; one per engine.</summary>
    /// <exception cref="InterpException">NotAvailable: no vocabulary head.</exception>
    public static LensHead Of(Engine engine)
    {
        return engine.Model.Spec.Vocabulary > 0
            ? Heads.GetValue(engine, key => new LensHead(key))
            : throw NotAvailable(engine.Model, "has no vocabulary head", "Choose a model with a vocabulary, or another analysis.");
    }

    /// <summary>Refuses a lens that adds parts up where they do not.</summary>
    /// <exception cref="InterpException">NotAvailable: a post-norm model.</exception>
    public void RequireLinear()
    {
        if (!IsLinear)
        {
            throw NotAvailable(
                engine.Model,
                "is a post-norm model, whose stream does not add up to a final norm",
                "Choose a decoder, or ask for `lens` or `project` in mode perLayer.");
        }
    }

    /// <summary>Brings folded rows through the masked-LM head of a model that has one, in place.</summary>
    /// <param name="rows">[count, D].</param>
    /// <param name="count">N.</param>
    /// <param name="cancel">Cancels.</param>
    public void Finish(Memory<float> rows, int count, CancellationToken cancel)
    {
        if (engine.Model.Spec.HeadActivation is not null)
        {
            engine.TransformForHead(rows, count, rows, cancel);
        }
    }

    /// <summary>k0 = β W_U + b_U [V], computed once; null where the model has neither.</summary>
    public ReadOnlyMemory<float>? Bias(CancellationToken cancel)
    {
        if (!HasBias)
        {
            return null;
        }

        lock (gate)
        {
            return bias ??= ComputeBias(cancel);
        }
    }

    /// <summary>The divisor that the final norm has at <paramref name="state"/> [D]: sqrt(var + eps), RMS: sqrt(mean square + eps); 1 without a final norm.</summary>
    public double ScaleOf(ReadOnlySpan<float> state)
    {
        if (norm is null)
        {
            return 1;
        }

        var mean = centred ? Mean(state) : 0;
        var squares = 0.0;
        foreach (var value in state)
        {
            squares += (value - mean) * (value - mean);
        }

        return Math.Sqrt((squares / state.Length) + epsilon);
    }

    /// <summary>row = γ ⊙ c(vector) / scale: its product with W_U is bs(vector).</summary>
    /// <param name="vector">[D].</param>
    /// <param name="scale">s.</param>
    /// <param name="row">[D], overwritten; may be <paramref name="vector"/> itself.</param>
    public void Fold(ReadOnlySpan<float> vector, double scale, Span<float> row)
    {
        TensorPrimitives.Subtract(vector, centred ? (float)Mean(vector) : 0, row);
        TensorPrimitives.Multiply(row, (float)(1 / scale), row);
        if (norm is not null)
        {
            TensorPrimitives.Multiply(row, norm.Gain.Vector, row);
        }
    }

    /// <summary>The same for <paramref name="vectors"/> [N, D] with one scale each.</summary>
    public void Fold(ReadOnlySpan<float> vectors, ReadOnlySpan<double> scales, Span<float> rows)
    {
        for (var row = 0; row < scales.Length; row++)
        {
            Fold(vectors.Slice(row * Width, Width), scales[row], rows.Slice(row * Width, Width));
        }
    }

    /// <summary>The soft cap of the model, in place: tanh(z / cap) · cap. Nothing where the model has none.</summary>
    public void ApplyCap(Span<float> values)
    {
        if (Cap is double cap)
        {
            TensorPrimitives.Multiply(values, (float)(1 / cap), values);
            TensorPrimitives.Tanh(values, values);
            TensorPrimitives.Multiply(values, (float)cap, values);
        }
    }

    private static double Mean(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static InterpException NotAvailable(Model model, string reason, string hint) => new(
        ErrorKind.NotAvailable,
        $"{model.Name} {reason}.",
        hint,
        new JsonObject { ["reason"] = reason });

    private float[] ComputeBias(CancellationToken cancel)
    {
        var values = new float[Vocabulary];
        if (norm?.Shift is { } shift)
        {
            engine.Vocabulary.Multiply(shift.Vector.ToArray(), 1, new RowCopy(values), cancel);
        }

        if (engine.Model.Weights.UnembeddingBias is { } unembeddingBias)
        {
            TensorPrimitives.Add(values, unembeddingBias.Vector, values);
        }

        return values;
    }

    private sealed class RowCopy(float[] target) : ITileVisitor
    {
        public void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values) =>
            values[..tokens].CopyTo(target.AsSpan(firstToken, tokens));
    }
}
