using System.Diagnostics;

namespace Interp.Runtime.Verification;

/// <summary>How far a verification is.</summary>
/// <param name="Stage"><c>files</c>, <c>reference</c>, <c>engine</c>, <c>identities</c> or <c>lens</c>.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all.</param>
public sealed record VerificationProgress(string Stage, int Done, int Total);

/// <summary>Hands on the layers of one stage, at most ten times a second and always the last.</summary>
internal sealed class StageProgress(string stage, int total, IProgress<VerificationProgress>? receiver) : IProgress<int>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private long last = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public void Report(int value)
    {
        if (receiver is null || (value < total && Stopwatch.GetElapsedTime(last) < Pause))
        {
            return;
        }

        last = Stopwatch.GetTimestamp();
        receiver.Report(new VerificationProgress(stage, value, total));
    }
}
