using Interp.Daemon.Progress;

namespace Interp.Daemon.Lanes;

/// <summary>Somebody who waits for work. The answer comes after the last of the progress.</summary>
internal sealed class WorkCaller(ProgressWriter? progress)
{
    private readonly TaskCompletionSource<object> result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where progress goes.</summary>
    public ProgressWriter? Progress { get; } = progress;

    /// <summary>The answer.</summary>
    public Task<object> Result => result.Task;

    /// <summary>Answers with a result.</summary>
    public void Complete(object value) => _ = AfterProgressAsync(true, () => result.TrySetResult(value));

    /// <summary>Answers with a failure.</summary>
    public void Fail(Exception failure) => _ = AfterProgressAsync(true, () => result.TrySetException(failure));

    /// <summary>Answers that it was cancelled; what is gathered is not sent.</summary>
    public void Cancel() => _ = AfterProgressAsync(false, () => result.TrySetCanceled());

    private async Task AfterProgressAsync(bool flush, Action answer)
    {
        try
        {
            if (Progress is not null)
            {
                await Progress.FinishAsync(flush).ConfigureAwait(false);
            }
        }
        finally
        {
            answer();
        }
    }
}
