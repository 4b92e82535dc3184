using System.Text.Json;
using System.Text.Json.Serialization;

namespace Interp.Contracts;

/// <summary>Value neurons by level name or as a list: in JSON a string or an array.</summary>
[JsonConverter(typeof(QueriesOfConverter))]
public sealed record QueriesOf
{
    public string? Level { get; init; }
    public PartChoice[]? Parts { get; init; }
}

/// <summary>Reads and writes a <see cref="QueriesOf"/>.</summary>
public sealed class QueriesOfConverter : JsonConverter<QueriesOf>
{
    /// <inheritdoc/>
    public override QueriesOf Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => new QueriesOf { Level = reader.GetString() },
        JsonTokenType.StartArray => new QueriesOf { Parts = JsonSerializer.Deserialize(ref reader, InterpJsonContext.Default.PartChoiceArray) },
        _ => throw new JsonException("a level's name or a list of parts is due"),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, QueriesOf value, JsonSerializerOptions options)
    {
        if (value.Parts is { } parts)
        {
            JsonSerializer.Serialize(writer, parts, InterpJsonContext.Default.PartChoiceArray);
        }
        else
        {
            writer.WriteStringValue(value.Level);
        }
    }
}
