using System.Globalization;
using Interp.Contracts;

namespace Interp.Runtime.Verification;

/// <summary>Gathers the checks of a verification into its result.</summary>
internal sealed class VerificationReport
{
    private readonly List<VerifyCheck> checks = [];
    private readonly List<string> warnings = [];
    private TapDifference? worst;

    /// <summary>Adds the taps of a pass in stream order: the largest difference of all layers is one check for each name.</summary>
    public void AddTaps(IReadOnlyList<TapDifference> taps)
    {
        foreach (var group in taps.GroupBy(tap => TapComparison.WithoutLayer(tap.Name)))
        {
            var largest = group.MaxBy(tap => tap.Ratio);
            AddCheck(group.Key, largest.Difference, largest.Limits.Refuse);
            if (largest.Difference > largest.Limits.Aim && largest.Difference <= largest.Limits.Refuse)
            {
                warnings.Add(string.Create(CultureInfo.InvariantCulture, $"aboveAim: {largest.Name} differs from the reference by {largest.Difference:G3}; at most {largest.Limits.Aim:G3} is expected, more than {largest.Limits.Refuse:G3} is refused."));
            }
        }

        worst = taps.MaxBy(tap => tap.Ratio);
        if (taps.FirstOrDefault(tap => tap.Ratio > 1) is { Name: not null } first)
        {
            var what = double.IsFinite(first.Difference) ? string.Create(CultureInfo.InvariantCulture, $"differs by {first.Difference:G3}") : "holds a number that is not finite";
            warnings.Add($"firstRefused: {first.Name} {what}; everything before it agrees.");
        }
    }

    /// <summary>Adds a check that is no tap.</summary>
    public void AddCheck(string name, double difference, double limit) => checks.Add(new VerifyCheck
    {
        Name = name,
        Difference = Finite(difference),
        Limit = limit,
        Passed = difference <= limit,
    });

    /// <summary>Adds what a reader must know.</summary>
    public void Warn(string warning) => warnings.Add(warning);

    /// <summary>True while nothing has failed.</summary>
    public bool Passed => checks.TrueForAll(check => check.Passed);

    /// <summary>The result for <paramref name="model"/>.</summary>
    public VerifyResult ToResult(ModelInfo model) => new()
    {
        Model = model,
        Badge = Passed ? "verified" : "refused",
        Checks = checks,
        WorstTap = worst?.Name,
        MaxDifference = worst is { } tap ? Finite(tap.Difference) : null,
        Warnings = warnings,
    };

    /// <summary>JSON has no infinity and no not-a-number: the greatest number stands for both, and a warning says so.</summary>
    private static double Finite(double difference) => double.IsFinite(difference) ? difference : double.MaxValue;
}

/// <summary>How far a tap of the engine is from the reference's.</summary>
internal readonly record struct TapDifference(string Name, VerificationLimits Limits, double Difference)
{
    /// <summary>The difference in units of the refuse limit.</summary>
    public double Ratio => Difference / Limits.Refuse;
}
