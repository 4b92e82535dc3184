namespace Interp.Analysis.Contributions;

/// <summary>How far a score can lie below its first-order value: 0 ≤ UB - Imp ≤ gap.</summary>
/// <remarks>
/// With x_t the change of token t's logit less its mean under p, UB - Imp = log E exp(x). E x = 0, and x ≤ b, so
/// E exp(x) = 1 + E f(x) with f(y) = exp(y) - 1 - y ≤ φ(b) y²; and exp(x) ≤ exp(b).
/// </remarks>
internal static class JensenGap
{
    /// <summary>min(b, log(1 + φ(b) variance)).</summary>
    /// <param name="reach">b: no token's change exceeds its mean by more.</param>
    /// <param name="variance">At least the variance of the changes under p.</param>
    public static double Of(double reach, double variance) =>
        reach > 60 ? reach : Math.Min(reach, Logarithms.OnePlus(Curvature(reach) * variance));

    /// <summary>φ(b) = (exp(b) - 1 - b) / b².</summary>
    private static double Curvature(double reach) => reach < 1e-3
        ? 0.5 + (reach / 6) + (reach * reach / 24)
        : (Logarithms.Expm1(reach) - reach) / (reach * reach);
}
