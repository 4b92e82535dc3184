using Interp.Models;

namespace Interp.Runtime.Reference;

/// <summary>The functions of one number that a transformer needs, in double precision.</summary>
public static class ReferenceMath
{
    /// <summary>The activation of the feed-forward.</summary>
    public static double Activate(Activation activation, double x) => activation switch
    {
        Activation.Silu => x / (1 + Math.Exp(-x)),
        Activation.GeluErf => x * 0.5 * (1 + Erf(x / Math.Sqrt(2))),
        Activation.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        Activation.Relu => Math.Max(x, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    /// <summary>The error function; absolute error below 1e-15.</summary>
    /// <remarks>
    /// erf x = 2/sqrt(pi) · exp(-x²) · (x + 2x³/3 + 4x⁵/15 + ...), each term the one before times 2x²/(2n+1): no term is
    /// negative for x > 0, so nothing cancels. Beyond 6 erfc is below 1e-16.
    /// </remarks>
    public static double Erf(double x)
    {
        if (!(Math.Abs(x) < 6))
        {
            return double.IsNaN(x) ? x : Math.Sign(x);
        }

        double term = x, sum = x;
        for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>tanh(x / cap) · cap; x itself without a cap.</summary>
    public static double Cap(double x, double? cap) => cap is { } limit ? Math.Tanh(x / limit) * limit : x;

    /// <summary>Replaces scores by their softmax; entries of negative infinity become 0.</summary>
    public static void Softmax(Span<double> scores)
    {
        var greatest = double.NegativeInfinity;
        foreach (var score in scores)
        {
            greatest = Math.Max(greatest, score);
        }

        double sum = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = Math.Exp(scores[i] - greatest);
            sum += scores[i];
        }

        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] /= sum;
        }
    }

    /// <summary>Divides <paramref name="x"/> by its scale after centring (LayerNorm), and returns that scale: sqrt(var + eps), RMS: sqrt(mean square + eps).</summary>
    public static double Standardise(NormKind kind, double epsilon, Span<double> x)
    {
        double mean = 0, square = 0;
        if (kind == NormKind.Layer)
        {
            foreach (var entry in x)
            {
                mean += entry / x.Length;
            }
        }

        foreach (var entry in x)
        {
            square += (entry - mean) * (entry - mean) / x.Length;
        }

        var scale = Math.Sqrt(square + epsilon);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (x[i] - mean) / scale;
        }

        return scale;
    }
}
