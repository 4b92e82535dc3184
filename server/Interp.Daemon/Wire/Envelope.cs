using System.Text.Json;
using System.Text.Unicode;

namespace Interp.Daemon.Wire;

/// <summary>What a frame holds, before its params are looked at.</summary>
internal enum EnvelopeKind
{
    /// <summary>A request or a notification.</summary>
    Call,

    /// <summary>The answer to a request of ours.</summary>
    Answer,

    /// <summary>Neither: answered with an error.</summary>
    Refused,
}

/// <summary>The members of a JSON-RPC message that say what it is. What does not fit the protocol is told from what fits before the library sees it, which would end on it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">The id; null where there is none or it cannot be told.</param>
/// <param name="Method">Of a call.</param>
/// <param name="Code">Of a refusal.</param>
/// <param name="Message">Of a refusal.</param>
internal sealed record Envelope(EnvelopeKind Kind, MessageId? Id, string? Method = null, int Code = 0, string Message = "")
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int InvalidParams = -32602;

    /// <summary>Reads the envelope of a whole frame.</summary>
    public static Envelope Of(ReadOnlyMemory<byte> content)
    {
        if (!Utf8.IsValid(content.Span))
        {
            return Refuse(null, ParseError, "The message is no valid UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(content);
            return Of(document.RootElement);
        }
        catch (JsonException failure)
        {
            return Refuse(null, ParseError, $"The message is no valid JSON (byte {(failure.BytePositionInLine ?? 0) + 1} of line {(failure.LineNumber ?? 0) + 1}).");
        }
    }

    /// <summary>The id in the beginning of a frame that is not read, as JSON; null where it is not found.</summary>
    public static MessageId? IdIn(ReadOnlySpan<byte> beginning)
    {
        var reader = new Utf8JsonReader(beginning, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("id"u8))
                {
                    return reader.Read() && JsonElement.TryParseValue(ref reader, out var id) ? MessageId.Of(id.Value) : null;
                }
            }
        }
        catch (JsonException)
        {
            // What is no JSON has no id.
        }

        return null;
    }

    private static Envelope Of(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return Refuse(null, InvalidRequest, message.ValueKind == JsonValueKind.Array ? "Batches are not served: send one message a frame." : "A message is a JSON object.");
        }

        var hasId = message.TryGetProperty("id", out var id);
        var known = hasId ? MessageId.Of(id) : null;
        if (message.TryGetProperty("method", out var method))
        {
            return hasId && known is null ? Refuse(null, InvalidRequest, "An id is a string or a whole number.") : OfCall(message, method, known);
        }

        return message.TryGetProperty("result", out _) || message.TryGetProperty("error", out _)
            ? new Envelope(EnvelopeKind.Answer, known)
            : Refuse(known, InvalidRequest, "The message has neither a method nor a result.");
    }

    private static Envelope OfCall(JsonElement message, JsonElement method, MessageId? id)
    {
        if (!message.TryGetProperty("jsonrpc", out var version) || version.ValueKind != JsonValueKind.String || !version.ValueEquals("2.0"u8))
        {
            return Refuse(id, InvalidRequest, "The member jsonrpc is not \"2.0\".");
        }

        if (MessageId.TextOf(method) is not { } name)
        {
            return Refuse(id, InvalidRequest, "The method is no text.");
        }

        var paramsAreObject = !message.TryGetProperty("params", out var arguments) || arguments.ValueKind is JsonValueKind.Object or JsonValueKind.Null;
        return paramsAreObject ? new Envelope(EnvelopeKind.Call, id, name) : Refuse(id, InvalidParams, "The params are no object.");
    }

    private static Envelope Refuse(MessageId? id, int code, string message) => new(EnvelopeKind.Refused, id, null, code, message);
}
