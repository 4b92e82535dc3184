using System.Diagnostics;
using System.Globalization;
using Interp.Analysis;

namespace Interp.Cli.Terminal;

/// <summary>Progress with an estimate on one line of standard error, shown when work lasts longer than a moment.</summary>
internal sealed class ProgressLine(TextWriter writer) : IProgress<AnalysisProgress>, IDisposable
{
    private static readonly TimeSpan quietStart = TimeSpan.FromMilliseconds(700);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private string stage = "";
    private TimeSpan stageStart;
    private bool shown;

    /// <inheritdoc/>
    public void Report(AnalysisProgress value)
    {
        lock (gate)
        {
            if (value.Stage != stage)
            {
                (stage, stageStart) = (value.Stage, clock.Elapsed);
            }

            if (clock.Elapsed < quietStart || value.Total <= 0)
            {
                return;
            }

            writer.Write("\r\u001b[K" + Text(value, clock.Elapsed - stageStart));
            writer.Flush();
            shown = true;
        }
    }

    /// <summary>Removes the line.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (shown)
            {
                writer.Write("\r\u001b[K");
                writer.Flush();
                shown = false;
            }
        }
    }

    /// <summary>Stage, percent and the time left as far as it can be known.</summary>
    public static string Text(AnalysisProgress value, TimeSpan elapsed)
    {
        var share = Math.Clamp((double)value.Done / value.Total, 0, 1);
        var percent = (100 * share).ToString("F0", CultureInfo.InvariantCulture);
        if (share < 0.02 || elapsed < TimeSpan.FromMilliseconds(300))
        {
            return $"{value.Stage} {percent} %";
        }

        var seconds = elapsed.TotalSeconds * (1 - share) / share;
        return $"{value.Stage} {percent} %, about {Duration(seconds)} left";
    }

    private static string Duration(double seconds) => seconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds):F0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds / 60):F0} min");
}
