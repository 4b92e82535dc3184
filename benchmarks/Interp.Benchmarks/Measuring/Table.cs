using System.Globalization;

namespace Interp.Benchmarks.Measuring;

/// <summary>A table in Markdown, to be pasted into docs/performance.md.</summary>
public static class Table
{
    /// <summary>Writes the head.</summary>
    public static void Head(params string[] columns)
    {
        Row(columns);
        Row([.. columns.Select(_ => "---")]);
    }

    /// <summary>Writes one row.</summary>
    public static void Row(params string[] cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");

    /// <summary>A number with <paramref name="digits"/> decimals.</summary>
    public static string Number(double value, int digits = 2) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);

    /// <summary>Seconds as milliseconds.</summary>
    public static string Milliseconds(double seconds) => $"{Number(seconds * 1000, seconds < 0.1 ? 1 : 0)} ms";

    /// <summary>Bytes as megabytes (10⁶).</summary>
    public static string Megabytes(double bytes) => $"{Number(bytes / 1e6, 0)} MB";

    /// <summary>Work per second.</summary>
    public static string Rate(double operations, double seconds) => $"{Number(operations / seconds / 1e9, 0)} GFLOP/s";
}
