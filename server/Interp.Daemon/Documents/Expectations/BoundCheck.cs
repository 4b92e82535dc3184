using System.Globalization;
using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>Finds bounds that no value of a measure can reach, such as a probability in percent.</summary>
internal static class BoundCheck
{
    private const double Percent = 100;

    /// <summary>What is odd about a bound; null where nothing is.</summary>
    /// <param name="measure">What is compared with it.</param>
    /// <param name="bound">The number.</param>
    /// <param name="range">Where it stands.</param>
    public static DocumentProblem? Problem(Measure measure, double bound, TextRange range) => measure switch
    {
        TokenMeasure { Quantity: TokenQuantity.Prob } when bound is < 0 or > 1 => Share("A probability", bound, range),
        AttentionMeasure when bound is < 0 or > 1 => Share("Attention", bound, range),
        TokenMeasure { Quantity: TokenQuantity.Rank } when bound < 1 => Warning(range, $"Ranks begin with 1; {Text(bound)} lies outside.", "The most probable token has rank 1."),
        TokenMeasure { Quantity: TokenQuantity.LogProb } when bound > 0 => Warning(range, $"A log-probability is at most 0; {Text(bound)} lies outside.", "Write a negative number: -0.69 stands for a probability of 0.5."),
        _ => null,
    };

    private static DocumentProblem Share(string what, double bound, TextRange range)
    {
        var message = $"{what} lies between 0 and 1; {Text(bound)} lies outside.";
        if (bound is < 0 or > Percent)
        {
            return Warning(range, message, "Write a number from 0 to 1.");
        }

        var share = Text(bound / Percent);
        return Warning(range, message, $"{Text(bound)} % is written {share}.", new DocumentFix($"Change to {share}", range, share));
    }

    private static DocumentProblem Warning(TextRange range, string message, string hint, params DocumentFix[] fixes) =>
        new() { Range = range, Message = message, Hint = hint, Code = "expectation", Severity = ProblemSeverity.Warning, Fixes = fixes };

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
