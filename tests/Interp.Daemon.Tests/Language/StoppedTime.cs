namespace Interp.Daemon.Tests.Language;

/// <summary>A clock whose timers fire when a test says so, or at once.</summary>
internal sealed class StoppedTime(bool firesAtOnce = false) : TimeProvider
{
    private readonly List<Action> waiting = [];

    /// <summary>Timers that have been set and not fired.</summary>
    public int Waiting
    {
        get
        {
            lock (waiting)
            {
                return waiting.Count;
            }
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this);
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            timer.Set(() => callback(state));
        }

        if (firesAtOnce)
        {
            ThreadPool.QueueUserWorkItem(_ => timer.Fire());
        }

        return timer;
    }

    /// <summary>All timers that wait are due.</summary>
    public void Fire()
    {
        Action[] due;
        lock (waiting)
        {
            due = [.. waiting];
            waiting.Clear();
        }

        Array.ForEach(due, action => action());
    }

    private sealed class Timer(StoppedTime clock) : ITimer
    {
        private Action? action;

        public void Set(Action due)
        {
            action = due;
            lock (clock.waiting)
            {
                clock.waiting.Add(due);
            }
        }

        public void Fire()
        {
            var due = Take();
            due?.Invoke();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                Take();
            }

            return true;
        }

        public void Dispose() => Take();

        public ValueTask DisposeAsync()
        {
            Take();
            return ValueTask.CompletedTask;
        }

        private Action? Take()
        {
            lock (clock.waiting)
            {
                return action is not null && clock.waiting.Remove(action) ? action : null;
            }
        }
    }
}
