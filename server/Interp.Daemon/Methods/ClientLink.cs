using Interp.Daemon.Wire;
using StreamJsonRpc;

namespace Interp.Daemon.Methods;

/// <summary>The client behind the connection, once there is one.</summary>
internal sealed class ClientLink : IClient
{
    /// <summary>The connection.</summary>
    public RpcConnection? Connection { get; set; }

    /// <inheritdoc/>
    public async Task NotifyAsync(string method, IReadOnlyDictionary<string, object?> arguments)
    {
        try
        {
            if (Connection is { } connection)
            {
                await connection.NotifyWithParameterObjectAsync(method, arguments).ConfigureAwait(false);
            }
        }
        catch (Exception gone) when (gone is ConnectionLostException or ObjectDisposedException or IOException)
        {
            // Nobody listens any more; the end of the connection is dealt with where it is seen.
        }
    }

    /// <inheritdoc/>
    public Task AskAsync(string method)
    {
        if (Connection is { } connection)
        {
            _ = WaitAsync(connection.InvokeAsync(method));
        }

        return Task.CompletedTask;
    }

    private static async Task WaitAsync(Task answer)
    {
        try
        {
            await answer.ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is RemoteRpcException or ConnectionLostException or ObjectDisposedException or IOException or OperationCanceledException)
        {
            // A client that does not do what it was asked for is none the worse.
        }
    }
}
