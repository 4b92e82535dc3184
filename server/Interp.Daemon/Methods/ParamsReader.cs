using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Interp.Analysis;
using StreamJsonRpc;

namespace Interp.Daemon.Methods;

/// <summary>Params as records.</summary>
internal static class ParamsReader
{
    private const int InvalidParams = -32602;

    /// <summary>Methods of ours refuse what they do not know; those of the language server protocol pass over it.</summary>
    public const string OwnPrefix = "interp/";

    /// <summary>Reads the params of <paramref name="method"/>.</summary>
    /// <exception cref="Contracts.InterpException">SettingUnknown with the member's path and the nearest name (<c>interp/</c> methods).</exception>
    /// <exception cref="LocalRpcException">InvalidParams (other methods).</exception>
    public static T Read<T>(string method, JsonElement json, JsonTypeInfo<T> type)
    {
        if (method.StartsWith(OwnPrefix, StringComparison.Ordinal))
        {
            return RequestReader.Record(json, type);
        }

        try
        {
            return json.Deserialize(type) ?? throw new JsonException("The params are null.");
        }
        catch (JsonException failure)
        {
            throw new LocalRpcException($"The params of {method} do not fit: {failure.Message}") { ErrorCode = InvalidParams };
        }
    }

    /// <summary>A copy of an object without the members named.</summary>
    public static JsonElement Without(JsonElement json, params ReadOnlySpan<string> members)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in json.EnumerateObject())
            {
                if (!members.Contains(member.Name))
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        return document.RootElement.Clone();
    }
}
