namespace Interp.Cli.Rendering;

/// <summary>A course of values in a row of blocks, from its lowest to its highest.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>At most <paramref name="width"/> blocks; of more values, evenly chosen ones, first and last among them.</summary>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        if (values.Count == 0)
        {
            return "";
        }

        var count = Math.Min(values.Count, Math.Max(2, width));
        var chosen = Enumerable.Range(0, count).Select(i => values[count == 1 ? 0 : (int)((long)i * (values.Count - 1) / (count - 1))]).ToList();
        var (low, high) = (chosen.Min(), chosen.Max());
        return string.Concat(chosen.Select(value => Levels[high > low ? (int)Math.Round((value - low) / (high - low) * (Levels.Length - 1)) : 0]));
    }
}
