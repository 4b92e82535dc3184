using System.Text.Json;
using Interp.Daemon.Lanes;
using Interp.Daemon.Life;
using Interp.Daemon.Progress;
using Interp.Daemon.Wire;
using StreamJsonRpc;

namespace Interp.Daemon.Methods;

/// <summary>A method as the connection calls it: refused outside its phase, begun in the order of the state lane, answered when it is done or cancelled.</summary>
internal sealed class Endpoint(MethodEntry entry, LaneBoard lanes, Lifetime life, IClient client, DaemonLog log)
{
    private const int NotInitialized = -32002;
    private const int InvalidRequest = -32600;

    /// <summary>Serves one call.</summary>
    public async Task<RawJson?> InvokeAsync(JsonElement arguments, CancellationToken cancel)
    {
        Admit();
        if (!entry.IsRequest && (life.IsEnding || !life.IsInitialized) && entry.Phase == CallPhase.Serving)
        {
            return null;
        }

        if (entry.IsAside)
        {
            return await entry.Start(arguments, new Call { Cancel = cancel, Params = arguments }).ConfigureAwait(false);
        }

        if (entry.IsRequest)
        {
            return await InOrder(arguments, cancel).ConfigureAwait(false);
        }

        life.Requests.Enter();
        try
        {
            return await InOrder(arguments, cancel).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody would hear of it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            log.Write($"{entry.Name} failed", failure);
            return null;
        }
        finally
        {
            life.Requests.Exit();
        }
    }

    private void Admit()
    {
        if (entry.Phase == CallPhase.Always || !entry.IsRequest)
        {
            return;
        }

        if (life.IsEnding)
        {
            throw new LocalRpcException("The daemon is ending and takes no more requests.") { ErrorCode = InvalidRequest };
        }

        if (!life.IsInitialized)
        {
            throw new LocalRpcException("The first request is initialize.") { ErrorCode = NotInitialized };
        }
    }

    private Task<RawJson?> InOrder(JsonElement arguments, CancellationToken cancel)
    {
        var started = new TaskCompletionSource<Task<RawJson?>>(TaskCreationOptions.RunContinuationsAsynchronously);
        lanes.State.Post(entry.Name, () => Start(arguments, started, cancel));
        return started.Task.Unwrap();
    }

    private void Start(JsonElement arguments, TaskCompletionSource<Task<RawJson?>> started, CancellationToken cancel)
    {
        try
        {
            cancel.ThrowIfCancellationRequested();
            var progress = ProgressWriter.Of(entry.Name, arguments, client);
            var own = progress is null ? arguments : ParamsReader.Without(arguments, ProgressWriter.WorkDoneToken, ProgressWriter.PartialResultToken);
            started.SetResult(entry.Start(own, new Call { Cancel = cancel, Params = own, Progress = progress }));
        }
#pragma warning disable CA1031 // It is the answer to the call.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            started.SetException(failure);
        }
    }
}
