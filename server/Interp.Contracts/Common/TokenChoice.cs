using System.Text.Json;
using System.Text.Json.Serialization;

namespace Interp.Contracts;

/// <summary>A token named by id or by its text: in JSON a number or a string.</summary>
[JsonConverter(typeof(TokenChoiceConverter))]
public sealed record TokenChoice
{
    /// <summary>The id, when it was given as a number.</summary>
    public int? Id { get; init; }

    /// <summary>The text, when it was given as a string.</summary>
    public string? Text { get; init; }
}

/// <summary>Reads and writes a <see cref="TokenChoice"/>.</summary>
public sealed class TokenChoiceConverter : JsonConverter<TokenChoice>
{
    /// <inheritdoc/>
    public override TokenChoice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => new TokenChoice { Text = reader.GetString() },
        JsonTokenType.Number when reader.TryGetInt32(out var id) => new TokenChoice { Id = id },
        _ => throw new JsonException("a token is an integer id or a string"),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TokenChoice value, JsonSerializerOptions options)
    {
        if (value.Id is int id)
        {
            writer.WriteNumberValue(id);
        }
        else
        {
            writer.WriteStringValue(value.Text);
        }
    }
}
