namespace Interp.Runtime.Sessions;

/// <summary>Lets one job at a time work on a model, in the order of asking. A long job steps aside between its parts.</summary>
internal sealed class WorkGate : IDisposable
{
    private readonly SemaphoreSlim free = new(1, 1);
    private int waiting;

    /// <summary>Waits for the turn.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    public void Enter(CancellationToken cancel)
    {
        Interlocked.Increment(ref waiting);
        try
        {
            free.Wait(cancel);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>Ends the turn.</summary>
    public void Exit() => free.Release();

    /// <summary>Lets those who wait go first; the caller has its turn again on return, and has it on an exception too.</summary>
    public void StepAside()
    {
        if (Volatile.Read(ref waiting) > 0)
        {
            Exit();
            Enter(CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();
}
