using System.Globalization;
using Interp.Contracts;

namespace Interp.Runtime.Verification;

/// <summary>Gathers the checks of a verification into its result.</summary>
internal sealed class VerificationReport
{
    private readonly List<VerifyCheck> checks = [];
    private readonly List<string> warnings = [];
    private (string Tap, double Difference, double Ratio) worst = (string.Empty, 0, -1);

    /// <summary>Adds the taps of one kind and name, one for each layer: their largest difference is one check.</summary>
    /// <param name="name">Tap name with <c>*</c> for the layer.</param>
    /// <param name="limits">Of the kind of tap.</param>
    /// <param name="differences">By full tap name.</param>
    public void AddTaps(string name, VerificationLimits limits, IReadOnlyList<(string Tap, double Difference)> differences)
    {
        var (tap, difference) = differences.MaxBy(entry => entry.Difference);
        AddCheck(name, difference, limits.Refuse);
        if (difference / limits.Refuse > worst.Ratio)
        {
            worst = (tap, difference, difference / limits.Refuse);
        }

        if (!double.IsFinite(difference))
        {
            warnings.Add($"notFinite: {tap} holds a number that is not finite where the reference has one.");
        }
        else if (difference > limits.Aim && difference <= limits.Refuse)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"aboveAim: {tap} differs from the reference by {difference:G3}; expected is at most {limits.Aim:G3}, refused is above {limits.Refuse:G3}."));
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
        WorstTap = worst.Ratio >= 0 ? worst.Tap : null,
        MaxDifference = worst.Ratio >= 0 ? Finite(worst.Difference) : null,
        Warnings = warnings,
    };

    /// <summary>JSON has no infinity and no not-a-number: the greatest number stands for both, and a warning says so.</summary>
    private static double Finite(double difference) => double.IsFinite(difference) ? difference : double.MaxValue;
}
