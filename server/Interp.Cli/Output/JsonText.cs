using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Interp.Cli.Output;

/// <summary>Results as compact JSON on one line; characters outside ASCII stay readable.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON of a record, without a line break.</summary>
    public static string Of(object value, JsonTypeInfo type) => Encoding.UTF8.GetString(Bytes(value, type).Span);

    /// <summary>The same as UTF-8.</summary>
    public static ReadOnlyMemory<byte> Bytes(object value, JsonTypeInfo type)
    {
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
