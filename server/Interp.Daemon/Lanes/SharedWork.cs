using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Results;
using Interp.Daemon.Wire;

namespace Interp.Daemon.Lanes;

/// <summary>One computation for all who ask for the same.</summary>
#pragma warning disable CA1001 // A source without a timer holds nothing, and callers may cancel it at any time.
internal sealed class SharedWork : IProgress<AnalysisProgress>, IProgress<AnalysisPartial>
#pragma warning restore CA1001
{
    private readonly LaneThreads lane;
    private readonly ResultJson json;
    private readonly Action<SharedWork> over;
    private readonly bool sendsPartials;
    private readonly CancellationTokenSource cancel = new();
    private readonly List<WorkCaller> callers = [];
    private readonly List<RawJson> partials = [];
    private readonly Lock gate = new();
    private LaneJob? job;
    private bool isOver;

    /// <summary>Work that <paramref name="first"/> waits for.</summary>
    /// <param name="lane">Where it runs.</param>
    /// <param name="first">The first caller.</param>
    /// <param name="json">How partial results are written.</param>
    /// <param name="over">Told when nobody may join any more.</param>
    public SharedWork(LaneThreads lane, WorkCaller first, ResultJson json, Action<SharedWork> over)
    {
        this.lane = lane;
        this.json = json;
        this.over = over;
        sendsPartials = first.Progress?.WantsPartials ?? false;
        callers.Add(first);
    }

    /// <summary>Queues the work.</summary>
    public void Post(string method, Func<WorkContext, object> work) => job = lane.Post(method, () => Run(work));

    /// <summary>Adds a caller, who gets the partial results so far; false where the work is over or nobody waited for it any more.</summary>
    public bool TryJoin(WorkCaller caller)
    {
        lock (gate)
        {
            if (isOver)
            {
                return false;
            }

            callers.Add(caller);
            partials.ForEach(record => caller.Progress?.Add(record));
            return true;
        }
    }

    /// <summary>The caller no longer waits: it is answered at once. The work is cancelled when it was the last.</summary>
    public void Abandon(WorkCaller caller)
    {
        bool wasLast;
        lock (gate)
        {
            if (!callers.Remove(caller))
            {
                return;
            }

            wasLast = callers.Count == 0;
            isOver |= wasLast;
        }

        caller.Cancel();
        if (wasLast)
        {
            over(this);
            cancel.Cancel();
            if (job is not null)
            {
                lane.Leave(job);
            }
        }
    }

    /// <inheritdoc/>
    public void Report(AnalysisProgress value)
    {
        lock (gate)
        {
            callers.ForEach(caller => caller.Progress?.Report(value));
        }
    }

    /// <inheritdoc/>
    public void Report(AnalysisPartial value)
    {
        var record = json.Of(value);
        lock (gate)
        {
            partials.Add(record);
            callers.ForEach(caller => caller.Progress?.Add(record));
        }
    }

    private void Run(Func<WorkContext, object> work)
    {
        try
        {
            cancel.Token.ThrowIfCancellationRequested();
            var result = work(new WorkContext(this, sendsPartials ? this : null, cancel.Token));
            End(caller => caller.Complete(result));
        }
#pragma warning disable CA1031 // It is the answer to the callers.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            End(caller => caller.Fail(failure));
        }
    }

    private void End(Action<WorkCaller> answer)
    {
        WorkCaller[] waiting;
        lock (gate)
        {
            isOver = true;
            waiting = [.. callers];
            callers.Clear();
        }

        over(this);
        Array.ForEach(waiting, answer);
    }
}
