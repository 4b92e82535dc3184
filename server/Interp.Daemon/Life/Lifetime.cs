using System.Diagnostics;
using Interp.Daemon.Lanes;

namespace Interp.Daemon.Life;

/// <summary>
/// From the first message to the exit code. However the end comes (shutdown and exit, the end of input, a signal, the death of the client),
/// it takes the same path: new work is refused, what runs is cancelled and waited for, then the process ends.
/// </summary>
internal sealed class Lifetime(LaneBoard lanes, DaemonLog log, TimeSpan longestWait) : ILink, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource<int> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RequestCount shutdowns = new();
    private readonly Lock gate = new();
    private readonly long started = Stopwatch.GetTimestamp();
    private Task? drained;
    private string? lost;

    /// <summary>Time since the start.</summary>
    public TimeSpan Uptime => Stopwatch.GetElapsedTime(started);

    /// <summary>True once the client has said who it is.</summary>
    public bool IsInitialized { get; set; }

    /// <summary>True once <c>shutdown</c> was asked for or the end has come otherwise.</summary>
    public bool IsEnding => Volatile.Read(ref drained) is not null;

    /// <summary>Cancelled when the end begins: what runs, runs under it.</summary>
    public CancellationToken Stopping => stopping.Token;

    /// <summary>The exit code, when everything is over.</summary>
    public Task<int> Ended => ended.Task;

    /// <summary>What the connection was lost for; null where it ended in order.</summary>
    public string? LostReason => lost;

    /// <summary>True when all work had ended before the process does.</summary>
    public bool IsIdle => drained is { IsCompletedSuccessfully: true } && lanes.IsIdle;

    /// <summary>Requests that are not answered yet, those to end it left out, and notifications that are being served.</summary>
    public RequestCount Requests { get; } = new();

    /// <summary>Those who wait for work on models, requests or not. Who enters before looking at <see cref="Stopping"/> gives no work that the end does not wait for.</summary>
    public RequestCount Work { get; } = new();

    /// <summary>Refuses new work, cancels what runs and waits for it, but not for ever. Called again it waits for the same.</summary>
    public Task DrainAsync(string reason)
    {
        lock (gate)
        {
            return drained ??= BeginDrain(reason);
        }
    }

    /// <summary>Drains, then ends the process with <paramref name="code"/>.</summary>
    public async Task EndAsync(string reason, int code)
    {
        await DrainAsync(reason).ConfigureAwait(false);
        await ShutdownsAnsweredAsync().ConfigureAwait(false);
        ended.TrySetResult(code);
    }

    /// <inheritdoc/>
    public async Task InputEndedAsync()
    {
        await DrainAsync("standard input ended").ConfigureAwait(false);
        await ShutdownsAnsweredAsync().ConfigureAwait(false);
        ended.TrySetResult(lost is null ? 0 : 1);
    }

    /// <inheritdoc/>
    public void Asked(bool isShutdown) => CountOf(isShutdown).Enter();

    /// <inheritdoc/>
    public void Answered(bool isShutdown) => CountOf(isShutdown).Exit();

    /// <inheritdoc/>
    public void Lost(string reason)
    {
        // Answers can no longer be written.
        Requests.Abandon();
        shutdowns.Abandon();
        Interlocked.CompareExchange(ref lost, reason, null);
        _ = EndAsync(reason, 1);
    }

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    private RequestCount CountOf(bool isShutdown) => isShutdown ? shutdowns : Requests;

    /// <summary>Who asks for the shutdown may send the exit at once, and is answered all the same.</summary>
    private async Task ShutdownsAnsweredAsync() => await Task.WhenAny(shutdowns.WhenNone(), Task.Delay(longestWait)).ConfigureAwait(false);

    private Task BeginDrain(string reason)
    {
        log.Write($"ending: {reason}");
        return Task.Run(WaitAsync);
    }

    private async Task WaitAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        var everything = EverythingOverAsync();
        if (await Task.WhenAny(everything, Task.Delay(longestWait)).ConfigureAwait(false) != everything)
        {
            log.Write("work did not end in time");
        }
    }

    /// <summary>Those who can give work to the lanes first: a lane that is idle while there are some may not stay so.</summary>
    private async Task EverythingOverAsync()
    {
        await Requests.WhenNone().ConfigureAwait(false);
        await Work.WhenNone().ConfigureAwait(false);
        while (!lanes.IsIdle)
        {
            await lanes.WhenIdle().ConfigureAwait(false);
        }
    }
}
