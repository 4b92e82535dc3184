using System.Globalization;
using System.Text.Json;
using StreamJsonRpc;

namespace Interp.Daemon.Wire;

/// <summary>The id of a request: a whole number or a text.</summary>
internal sealed record MessageId(long? Number, string? Text)
{
    /// <summary>The id that a JSON value spells; null where it is none.</summary>
    public static MessageId? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when TextOf(value) is { } text => new MessageId(null, text),
        JsonValueKind.Number when value.TryGetInt64(out var number) => new MessageId(number, null),
        _ => null,
    };

    /// <summary>The library's form of an id as ours.</summary>
    public static MessageId Of(RequestId id) => new(id.Number, id.String);

    /// <summary>The text of a JSON string; null for other values, and for escapes of half a character.</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Number?.ToString(CultureInfo.InvariantCulture) ?? Text ?? "";
}
