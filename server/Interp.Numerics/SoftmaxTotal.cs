namespace Interp.Numerics;

/// <summary>A softmax put together from stretches: log-sum-exp and entropy, all in double.</summary>
/// <remarks>Adding the same stretches in the same order gives the same bits.</remarks>
public struct SoftmaxTotal
{
    private double greatest;
    private double sum;
    private double weighted;

    /// <summary>Nothing added yet.</summary>
    public SoftmaxTotal() => greatest = double.NegativeInfinity;

    /// <summary>ln Σ exp(v).</summary>
    public readonly double LogSumExp => greatest + Math.Log(sum);

    /// <summary>-Σ p ln p in nats, never below 0.</summary>
    public readonly double Entropy => Math.Max(0, Math.Log(sum) - (weighted / sum));

    /// <summary>-Σ p log2 p in bits, never below 0.</summary>
    public readonly double EntropyBits => Entropy / Math.Log(2);

    /// <summary>Adds a stretch of which <see cref="SoftmaxSums.Of"/> gave the sums at <paramref name="shift"/>.</summary>
    public void Add(float shift, double stretchSum, double stretchWeighted)
    {
        if (shift > greatest)
        {
            if (sum > 0)
            {
                weighted = Math.Exp(greatest - shift) * (weighted + ((greatest - shift) * sum));
                sum *= Math.Exp(greatest - shift);
            }

            greatest = shift;
        }

        var below = shift - greatest;
        var factor = Math.Exp(below);
        sum += factor * stretchSum;
        weighted += factor * (stretchWeighted + (below * stretchSum));
    }
}
