using System.Globalization;

namespace Interp.Figures;

/// <summary>Numbers as people read them: no more digits than they deserve, the same in every culture, the minus a plain <c>-</c>.</summary>
public static class NumberText
{
    private static readonly CultureInfo invariant = CultureInfo.InvariantCulture;

    /// <summary>A probability in percent without its unit: one decimal from 1 % on, two significant digits below.</summary>
    public static string Percent(double probability)
    {
        var percent = 100 * probability;
        return percent switch
        {
            >= 0.995 => percent.ToString("F1", invariant),
            0 => "0",
            < 0.00095 => percent.ToString("0.0e-0", invariant),
            _ => TwoDigits(percent),
        };
    }

    /// <summary>A probability in percent with its unit.</summary>
    public static string PercentWithUnit(double probability) => Percent(probability) + " %";

    /// <summary>A score in nats: with sign and two decimals; what rounds to zero has no sign.</summary>
    public static string Score(double score) => score.ToString("+0.00;-0.00;0.00", invariant);

    /// <summary>A log-probability, logit or entropy: two decimals.</summary>
    public static string Nats(double value) => value.ToString("0.00;-0.00;0.00", invariant);

    /// <summary>A coefficient: one decimal, two below one, three significant digits below a tenth.</summary>
    public static string Coefficient(double value) => Math.Abs(value) switch
    {
        >= 0.95 => value.ToString("0.0", invariant),
        >= 0.095 => value.ToString("0.00", invariant),
        _ => Norm(value),
    };

    /// <summary>A norm or another length: three significant digits.</summary>
    public static string Norm(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        var exponent = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return exponent switch
        {
            > 6 or < -4 => value.ToString("0.00e+0", invariant),
            _ => value.ToString("F" + Math.Clamp(2 - exponent, 0, 7).ToString(invariant), invariant),
        };
    }

    /// <summary>A share of attention: two decimals.</summary>
    public static string Weight(double value) => value.ToString("0.00", invariant);

    /// <summary>A count or rank with thousands separators.</summary>
    public static string Count(long value) => value.ToString("N0", invariant);

    /// <summary>A size in bytes, in the unit that leaves at most four digits.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => Count(bytes) + " B",
        < 10_000_000 => Count(bytes / 1000) + " kB",
        < 10_000_000_000 => Count(bytes / 1_000_000) + " MB",
        _ => Count(bytes / 1_000_000_000) + " GB",
    };

    private static string TwoDigits(double percent)
    {
        var decimals = 1 - (int)Math.Floor(Math.Log10(percent));
        return percent.ToString("F" + decimals.ToString(invariant), invariant);
    }
}
