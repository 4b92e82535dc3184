using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Interp.Contracts;

/// <summary>Writes doubles with nine significant digits: more than float32 carries, and the same in every culture.</summary>
public sealed class RoundedDoubleConverter : JsonConverter<double>
{
    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (!double.IsFinite(value))
        {
            throw new InterpException(ErrorKind.NotFinite, "A result holds a number that is not finite.", "Check the model's weights with `interp models verify`.");
        }

        Span<byte> digits = stackalloc byte[32];
        value.TryFormat(digits, out var length, "G9", CultureInfo.InvariantCulture);
        writer.WriteRawValue(digits[..length], skipInputValidation: true);
    }
}
