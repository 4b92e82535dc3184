using System.Globalization;

namespace Interp.Figures.Drawing;

/// <summary>Positions and texts of axis ticks.</summary>
internal static class Ticks
{
    /// <summary>A step of 1, 2 or 5 times a power of ten that cuts <paramref name="span"/> into about <paramref name="parts"/>.</summary>
    public static double Step(double span, int parts)
    {
        if (span <= 0)
        {
            return 1;
        }

        var raw = span / parts;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return (raw / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }

    /// <summary>The text of a tick, with as many decimals as its step needs and a typographic minus.</summary>
    public static string Text(double value, double step)
    {
        var decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step)));
        var text = value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return (value == 0 ? text.TrimStart('-') : text).Replace('-', '−');
    }

    /// <summary>10 to the power of minus <paramref name="decade"/> in percent.</summary>
    public static string Percent(int decade) => decade switch
    {
        <= 6 => (100 / Math.Pow(10, decade)).ToString("0.####", CultureInfo.InvariantCulture) + " %",
        _ => string.Create(CultureInfo.InvariantCulture, $"1e−{decade - 2} %"),
    };

    /// <summary>Every how many of <paramref name="count"/> items, <paramref name="spacing"/> apart, a label of <paramref name="width"/> fits.</summary>
    public static int Every(int count, double spacing, double width)
    {
        foreach (var every in new[] { 1, 2, 5, 10, 20, 50, 100 })
        {
            if (every * spacing >= width || every >= count)
            {
                return every;
            }
        }

        return Math.Max(1, count);
    }
}
