namespace Interp.Daemon.Life;

/// <summary>Counts requests that wait for their answers.</summary>
internal sealed class RequestCount
{
    private readonly Lock gate = new();
    private TaskCompletionSource? none;
    private int count;

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

    /// <summary>When there is none.</summary>
    public Task WhenNone()
    {
        lock (gate)
        {
            none = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (count == 0)
            {
                none.SetResult();
            }

            return none.Task;
        }
    }
}
