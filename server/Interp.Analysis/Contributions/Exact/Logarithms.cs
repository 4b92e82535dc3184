namespace Interp.Analysis.Contributions;

/// <summary>Functions near 0 that keep the digits of small arguments.</summary>
internal static class Logarithms
{
    /// <summary>log(1 + x).</summary>
    public static double OnePlus(double x)
    {
        var shifted = 1 + x;
        return shifted == 1 ? x : Math.Log(shifted) * (x / (shifted - 1));
    }

    /// <summary>exp(x) - 1.</summary>
    public static double Expm1(double x)
    {
        if (Math.Abs(x) > 0.5)
        {
            return Math.Exp(x) - 1;
        }

        // exp(x) - 1 = tanh(x / 2) (exp(x) + 1).
        return Math.Tanh(x / 2) * (Math.Exp(x) + 1);
    }
}
