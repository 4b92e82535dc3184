using System.Text.Json;
using System.Text.Json.Nodes;

namespace Interp.Cli.Output;

/// <summary>JSON nodes as elements.</summary>
internal static class JsonElements
{
    /// <summary>A copy of <paramref name="node"/> that lives on its own.</summary>
    public static JsonElement Of(JsonObject node)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            node.WriteTo(writer);
        }

        using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        return document.RootElement.Clone();
    }

    /// <summary>A copy of an object in which <paramref name="member"/> is <paramref name="value"/>; the rest is kept as it is, repeated members too.</summary>
    public static JsonElement With(JsonElement source, string member, string value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var property in source.EnumerateObject().Where(property => !property.NameEquals(member)))
            {
                property.WriteTo(writer);
            }

            writer.WriteString(member, value);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        return document.RootElement.Clone();
    }

    /// <summary>The text of a JSON string, or null where its escapes spell no Unicode.</summary>
    public static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
