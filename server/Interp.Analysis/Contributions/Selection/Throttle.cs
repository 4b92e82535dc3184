using System.Diagnostics;

namespace Interp.Analysis.Contributions;

/// <summary>Passes progress on at most ten times a second, and the end always.</summary>
internal sealed class Throttle(IProgress<AnalysisProgress>? progress, string stage, long total)
{
    private long last;

    /// <summary>So many units are done.</summary>
    public void Report(long done)
    {
        if (progress is null || (done < total && last != 0 && Stopwatch.GetElapsedTime(last).TotalMilliseconds < 100))
        {
            return;
        }

        last = Stopwatch.GetTimestamp();
        progress.Report(new AnalysisProgress(stage, done, total));
    }
}
