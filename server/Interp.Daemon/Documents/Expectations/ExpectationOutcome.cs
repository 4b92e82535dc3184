using System.Globalization;
using Interp.Contracts;
using Interp.Figures;

namespace Interp.Daemon.Documents;

/// <summary>An expectation beside what is the case.</summary>
public sealed record ExpectationOutcome
{
    public required Expectation Expectation { get; init; }

    /// <summary>The value now; null for <c>top</c>, and where it could not be had.</summary>
    public double? Number { get; init; }

    /// <summary>The token now; only for <c>top</c>.</summary>
    public string? Token { get; init; }

    /// <summary>True where it is as expected; false also where the value could not be had.</summary>
    public required bool Met { get; init; }

    /// <summary>Where it would hold, or what is the case instead; a sentence.</summary>
    public string? Detail { get; init; }

    /// <summary>Why the value could not be had.</summary>
    public InterpException? Failure { get; init; }

    /// <summary>What of the expectation is at fault, where that is one of its numbers.</summary>
    public TextSlice? Place { get; init; }

    /// <summary>The token that the model says instead and that differs by a blank in front only; null where there is none.</summary>
    public TokenProbability? Spelling { get; init; }

    /// <summary>What to do where it is not met; null where nobody can tell.</summary>
    public string? Hint => Failure is not null ? Failure.Hint : Spelling is not null && !Met ? $"Did you mean {JsonStrings.Of(Spelling.Text)}, with a blank in front?" : null;

    /// <summary>The value for people, with the digits it deserves and as many as it takes to see which side of the bound it is on.</summary>
    public string ValueText => Token is not null ? JsonStrings.Of(Token) : Number is double number ? TextOf(number) : "unknown";

    /// <summary>One sentence: what was expected and what is the case.</summary>
    public string Message => Failure is not null
        ? $"{Expectation.Expression} has no value: {Failure.Message}"
        : $"{Expectation.Expression} is {ValueText}, expected {Expectation.Bound}.{(Detail is null ? "" : " " + Detail)}";

    /// <summary>A value of the same measure for people.</summary>
    public static string TextOf(Measure measure, double value, int more = 0) => measure switch
    {
        TokenMeasure { Quantity: TokenQuantity.Rank } => NumberText.Count((long)value),
        TokenMeasure { Quantity: TokenQuantity.LogProb } => Fixed(value, 2 + more),
        ScoreMeasure => value.ToString(Signed(2 + more), CultureInfo.InvariantCulture),
        _ => value is > 0 and < 0.001 ? value.ToString($"0.0{new string('0', more)}e-0", CultureInfo.InvariantCulture) : Fixed(value, 3 + more),
    };

    private static string Fixed(double value, int decimals) => value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Signed(int decimals)
    {
        var digits = "0." + new string('0', decimals);
        return $"+{digits};-{digits};{digits}";
    }

    private string TextOf(double value)
    {
        const int mostDigits = 9;
        var text = TextOf(Expectation.Measure, value);
        for (var more = 1; more < mostDigits && IsMisleading(text); more++)
        {
            text = TextOf(Expectation.Measure, value, more);
        }

        return text;
    }

    /// <summary>True where the rounded value would be on the other side of the bound.</summary>
    private bool IsMisleading(string text) => Expectation.Number is double expected
        && double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var shown)
        && Expectation.Comparison.Holds(shown, expected) != Met;
}
