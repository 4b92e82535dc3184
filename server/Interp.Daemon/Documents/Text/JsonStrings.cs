using System.Text.Encodings.Web;
using System.Text.Json;

namespace Interp.Daemon.Documents;

/// <summary>Texts as JSON strings.</summary>
internal static class JsonStrings
{
    private static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text in quotes, readable outside ASCII.</summary>
    public static string Of(string text)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStringValue(text);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
