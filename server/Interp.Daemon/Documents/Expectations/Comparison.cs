namespace Interp.Daemon.Documents;

/// <summary>How a value is compared with the one expected.</summary>
public enum Comparison
{
    AtLeast,
    AtMost,
    Above,
    Below,
    Equal,
}

/// <summary>Comparisons as documents write them.</summary>
public static class Comparisons
{
    /// <summary>Two numbers are equal when they differ by no more.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>All signs, longer ones first.</summary>
    public static IReadOnlyList<(string Sign, Comparison Comparison)> All { get; } =
        [(">=", Comparison.AtLeast), ("<=", Comparison.AtMost), ("==", Comparison.Equal), (">", Comparison.Above), ("<", Comparison.Below)];

    /// <summary>True where <paramref name="value"/> is as expected.</summary>
    public static bool Holds(this Comparison comparison, double value, double expected) => comparison switch
    {
        Comparison.AtLeast => value >= expected,
        Comparison.AtMost => value <= expected,
        Comparison.Above => value > expected,
        Comparison.Below => value < expected,
        _ => Math.Abs(value - expected) <= Tolerance,
    };
}
