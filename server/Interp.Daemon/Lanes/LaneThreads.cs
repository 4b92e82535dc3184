using System.Diagnostics;
using Interp.Contracts;

namespace Interp.Daemon.Lanes;

/// <summary>Threads of our own that take work first come, first served. Model work never runs on the shared thread pool, which answers everything else.</summary>
/// <param name="name">Of the lane.</param>
/// <param name="width">Most threads.</param>
/// <param name="model">The model of a heavy lane.</param>
internal sealed class LaneThreads(string name, int width, string? model = null)
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private readonly object gate = new();
    private readonly LinkedList<LaneJob> waiting = [];
    private readonly List<LaneJob> running = [];
    private TaskCompletionSource? idle;
    private int threads;
    private int sleeping;

    /// <summary>True when nothing runs or waits.</summary>
    public bool IsIdle
    {
        get
        {
            lock (gate)
            {
                return waiting.Count == 0 && running.Count == 0;
            }
        }
    }

    /// <summary>What it does.</summary>
    public LaneInfo Info
    {
        get
        {
            lock (gate)
            {
                return new LaneInfo
                {
                    Lane = name,
                    Model = model,
                    Running = [.. running.Select(job => new RunningWork(job.Method, Stopwatch.GetElapsedTime(job.Started).TotalSeconds))],
                    Waiting = waiting.Count,
                };
            }
        }
    }

    /// <summary>Runs <paramref name="work"/>, which throws nothing, when its turn has come.</summary>
    /// <returns>The place in the queue; see <see cref="Leave"/>.</returns>
    public LaneJob Post(string method, Action work)
    {
        var job = new LaneJob(method, work);
        lock (gate)
        {
            waiting.AddLast(job);
            if (sleeping >= waiting.Count)
            {
                Monitor.Pulse(gate);
            }
            else if (threads < width)
            {
                threads++;
                new Thread(Serve) { IsBackground = true, Name = $"interp {name}" }.Start();
            }
        }

        return job;
    }

    /// <summary>Leaves the queue at once; nothing where the work has begun.</summary>
    public void Leave(LaneJob job)
    {
        lock (gate)
        {
            waiting.Remove(job);
            SignalIdle();
        }
    }

    /// <summary>When nothing runs or waits.</summary>
    public Task WhenIdle()
    {
        lock (gate)
        {
            idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var task = idle.Task;
            SignalIdle();
            return task;
        }
    }

    private void Serve()
    {
        while (Take() is { } job)
        {
            job.Work();
            lock (gate)
            {
                running.Remove(job);
                SignalIdle();
            }
        }
    }

    private LaneJob? Take()
    {
        lock (gate)
        {
            while (waiting.First is null)
            {
                sleeping++;
                var woken = Monitor.Wait(gate, Idle);
                sleeping--;
                if (!woken && waiting.First is null)
                {
                    threads--;
                    return null;
                }
            }

            var job = waiting.First.Value;
            waiting.RemoveFirst();
            job.Started = Stopwatch.GetTimestamp();
            running.Add(job);
            return job;
        }
    }

    private void SignalIdle()
    {
        if (waiting.Count == 0 && running.Count == 0)
        {
            idle?.TrySetResult();
            idle = null;
        }
    }
}

/// <summary>Work in a lane.</summary>
internal sealed class LaneJob(string method, Action work)
{
    public string Method { get; } = method;

    public Action Work { get; } = work;

    /// <summary>When it began.</summary>
    public long Started { get; set; }
}
