using System.Text.Json;
using System.Text.Json.Serialization;

namespace Interp.Contracts;

/// <summary>A tensor in a result: flat, row-major. Entries that are masked are not-a-number here and <c>null</c> in JSON.</summary>
public sealed record TensorData
{
    public required int[] Shape { get; init; }

    [JsonConverter(typeof(NullableFloatsConverter))]
    public required float[] Data { get; init; }
}

/// <summary>Writes floats with <c>null</c> for what is not finite, and reads them back as not-a-number.</summary>
public sealed class NullableFloatsConverter : JsonConverter<float[]>
{
    /// <inheritdoc/>
    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("a list of numbers is due");
        }

        var values = new List<float>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(reader.TokenType == JsonTokenType.Null ? float.NaN : reader.GetSingle());
        }

        return [.. values];
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var number in value)
        {
            if (float.IsFinite(number))
            {
                writer.WriteNumberValue(number);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        writer.WriteEndArray();
    }
}
