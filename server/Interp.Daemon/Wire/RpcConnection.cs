using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Life;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Interp.Daemon.Wire;

/// <summary>The JSON-RPC connection: failures become the errors of the contract.</summary>
internal sealed class RpcConnection : JsonRpc
{
    private readonly DaemonLog log;

    /// <summary>A connection over <paramref name="handler"/>.</summary>
    public RpcConnection(IJsonRpcMessageHandler handler, DaemonLog log)
        : base(handler)
    {
        this.log = log;
        CancelLocallyInvokedMethodsWhenConnectionIsClosed = true;
        ActivityTracingStrategy = null;
    }

    /// <inheritdoc/>
    protected override JsonRpcError.ErrorDetail CreateErrorDetails(JsonRpcRequest request, Exception exception)
    {
        if (exception is LocalRpcException)
        {
            return base.CreateErrorDetails(request, exception);
        }

        var error = ErrorResponses.From(exception).Error;
        var data = error.Data ?? [];
        data["kind"] = error.Kind;
        if (error.Code == (int)ErrorKind.Internal)
        {
            var number = log.WriteFault(request.Method ?? "", exception);
            data["number"] = number;
            return Detail(error.Code, $"{error.Message} (fault {number} of the log)", data, $"This is a bug of the program; the details are in {log.Path ?? "no log, which cannot be written"}.");
        }

        return Detail(error.Code, error.Message, data, error.Hint);
    }

    private static JsonRpcError.ErrorDetail Detail(int code, string message, JsonObject data, string? hint)
    {
        if (hint is not null)
        {
            data["hint"] = hint;
        }

        return new JsonRpcError.ErrorDetail
        {
            Code = (JsonRpcErrorCode)code,
            Message = message,
            Data = new RawJson(System.Text.Encoding.UTF8.GetBytes(data.ToJsonString(JsonSerializerOptions.Default))),
        };
    }
}
