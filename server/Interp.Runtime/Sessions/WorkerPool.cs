using System.Runtime.ExceptionServices;

namespace Interp.Runtime.Sessions;

/// <summary>A fixed number of workers: the calling thread and threads of our own, which sleep while there is nothing to do. Never the shared thread pool.</summary>
internal sealed class WorkerPool : IDisposable
{
    private readonly Lock oneAtATime = new();
    private readonly object signal = new();
    private readonly List<Thread> threads = [];
    private readonly Exception?[] failures;
    private Action<int>? work;
    private int round;
    private int busy;
    private bool closed;

    /// <summary>A pool of <paramref name="workers"/> workers; its threads start with the first work.</summary>
    public WorkerPool(int workers)
    {
        Workers = workers;
        failures = new Exception?[workers];
    }

    /// <summary>Number of workers, the calling thread included.</summary>
    public int Workers { get; }

    /// <summary>Calls <paramref name="job"/> once for each worker index and returns when all have returned.</summary>
    /// <exception cref="Exception">What the job of the lowest worker index that failed has thrown.</exception>
    public void Run(Action<int> job)
    {
        lock (oneAtATime)
        {
            Start(job);
            Guard(job, 0);
            lock (signal)
            {
                while (busy > 0)
                {
                    Monitor.Wait(signal);
                }

                work = null;
            }

            if (failures.FirstOrDefault(failure => failure is not null) is { } first)
            {
                ExceptionDispatchInfo.Throw(first);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (signal)
        {
            closed = true;
            Monitor.PulseAll(signal);
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }
    }

    private void Start(Action<int> job)
    {
        Array.Clear(failures);
        lock (signal)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            work = job;
            busy = Workers - 1;
            round++;
            Monitor.PulseAll(signal);
        }

        while (threads.Count < Workers - 1)
        {
            var worker = threads.Count + 1;
            var seen = round - 1;
            var thread = new Thread(() => Serve(worker, seen)) { IsBackground = true, Name = $"interp worker {worker}" };
            threads.Add(thread);
            thread.Start();
        }
    }

    private void Serve(int worker, int seen)
    {
        while (true)
        {
            Action<int> job;
            lock (signal)
            {
                while (round == seen && !closed)
                {
                    Monitor.Wait(signal);
                }

                if (closed || work is null)
                {
                    return;
                }

                seen = round;
                job = work;
            }

            Guard(job, worker);
            lock (signal)
            {
                busy--;
                Monitor.PulseAll(signal);
            }
        }
    }

    private void Guard(Action<int> job, int worker)
    {
        try
        {
            job(worker);
        }
#pragma warning disable CA1031 // Everything is handed to the caller of Run.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            failures[worker] = failure;
        }
    }
}
