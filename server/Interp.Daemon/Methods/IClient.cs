using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Interp.Daemon.Wire;

namespace Interp.Daemon.Methods;

/// <summary>The other side of the connection.</summary>
internal interface IClient
{
    /// <summary>Sends a notification; completes when it is on the wire. A connection that is gone is no failure.</summary>
    /// <param name="method">As the client knows it.</param>
    /// <param name="arguments">Member to value: what JSON can be made of (RawJson, JsonElement, text, whole numbers).</param>
    Task NotifyAsync(string method, IReadOnlyDictionary<string, object?> arguments);

    /// <summary>Asks the client for something whose answer nobody waits for; completes when it is asked.</summary>
    Task AskAsync(string method);

    /// <summary>Sends a notification whose params are a record.</summary>
    Task NotifyAsync<T>(string method, T arguments, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToElement(arguments, type);
        return NotifyAsync(method, json.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value, StringComparer.Ordinal));
    }
}
