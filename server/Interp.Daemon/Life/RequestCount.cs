namespace Interp.Daemon.Life;

/// <summary>Counts requests that wait for their answers.</summary>
internal sealed class RequestCount
{
    private readonly Lock gate = new();
    private TaskCompletionSource? none;
    private int count;
    private bool isAbandoned;

    /// <summary>One more.</summary>
    public void Enter()
    {
        lock (gate)
        {
            count++;
        }
    }

    /// <summary>One less.</summary>
    public void Exit()
    {
        lock (gate)
        {
            if (--count == 0)
            {
                none?.TrySetResult();
            }
        }
    }

    /// <summary>Nobody waits any more.</summary>
    public void Abandon()
    {
        lock (gate)
        {
            isAbandoned = true;
            none?.TrySetResult();
        }
    }

    /// <summary>When there is none, or nobody waits any more.</summary>
    public Task WhenNone()
    {
        lock (gate)
        {
            none = none is { Task.IsCompleted: false } ? none : new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (count == 0 || isAbandoned)
            {
                none.SetResult();
            }

            return none.Task;
        }
    }
}
