using System.Buffers;
using System.Text.Json;
using StreamJsonRpc.Protocol;

namespace Interp.Daemon.Wire;

/// <summary>The answer to what is no message of the protocol. Its id is null where none is known.</summary>
internal sealed class Refusal : JsonRpcMessage
{
    public MessageId? Id { get; init; }

    public required int Code { get; init; }

    public required string Text { get; init; }

    /// <summary>Writes it as JSON.</summary>
    public void WriteTo(IBufferWriter<byte> target)
    {
        using var writer = new Utf8JsonWriter(target);
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        if (Id?.Number is long number)
        {
            writer.WriteNumber("id"u8, number);
        }
        else
        {
            writer.WriteString("id"u8, Id?.Text);
        }

        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, Code);
        writer.WriteString("message"u8, Text);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
