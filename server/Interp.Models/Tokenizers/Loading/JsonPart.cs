using System.Globalization;
using System.Text.Json;

namespace Interp.Models.Tokenizers.Loading;

/// <summary>A part of a tokenizer file with its place in it; whatever is missing or of another type is ModelDamaged naming the place.</summary>
/// <param name="Element">The JSON value.</param>
/// <param name="Place">Where it is, e.g. <c>pre_tokenizer.pretokenizers[1]</c>.</param>
internal readonly record struct JsonPart(JsonElement Element, string Place)
{
    /// <summary>The member <c>type</c>.</summary>
    public string Type => RequiredText("type");

    /// <summary>A member that is an object; null where it is absent or null.</summary>
    public JsonPart? Child(string name) => Find(name) is { } value ? new JsonPart(Require(value, JsonValueKind.Object, name, "an object"), PlaceOf(name)) : null;

    /// <summary>A member that must be an object.</summary>
    public JsonPart RequiredChild(string name) => Child(name) ?? throw Missing(name);

    /// <summary>The objects of a member that must be an array.</summary>
    public IEnumerable<JsonPart> RequiredItems(string name)
    {
        var place = PlaceOf(name);
        return RequiredArray(name).EnumerateArray().Select((item, index) => item.ValueKind == JsonValueKind.Object
            ? new JsonPart(item, string.Create(CultureInfo.InvariantCulture, $"{place}[{index}]"))
            : throw TokenizerProblems.Damaged(string.Create(CultureInfo.InvariantCulture, $"{place}[{index}] is no object")));
    }

    /// <summary>A member that must be an array.</summary>
    public JsonElement RequiredArray(string name) => Require(Find(name) ?? throw Missing(name), JsonValueKind.Array, name, "an array");

    /// <summary>A text; null where it is absent or null.</summary>
    public string? Text(string name) => Find(name) is { } value ? TextOf(Require(value, JsonValueKind.String, name, "a text"), PlaceOf(name)) : null;

    /// <summary>A text that must be there.</summary>
    public string RequiredText(string name) => Text(name) ?? throw Missing(name);

    /// <summary>True or false, or what holds where it is absent.</summary>
    public bool Flag(string name, bool byDefault) => Flag(name) ?? byDefault;

    /// <summary>True or false; null where it is absent or null.</summary>
    public bool? Flag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Wrong(name, "true or false"),
    };

    /// <summary>A whole number from 0 to <see cref="Vocabulary.LargestId"/>; null where it is absent or null.</summary>
    public int? Count(string name) => Find(name) is { } value ? CountOf(value, PlaceOf(name)) : null;

    /// <summary>The whole number that <paramref name="value"/> must be, 0 to <see cref="Vocabulary.LargestId"/>.</summary>
    public static int CountOf(JsonElement value, string place) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number is >= 0 and <= Vocabulary.LargestId
            ? number
            : throw TokenizerProblems.Damaged($"{place} is {Shown(value)}, not a whole number from 0 to {Vocabulary.LargestId}");

    /// <summary>The text that <paramref name="value"/> must be.</summary>
    public static string TextOf(JsonElement value, string place)
    {
        try
        {
            return value.GetString() ?? throw TokenizerProblems.Damaged($"{place} is no text");
        }
        catch (InvalidOperationException exception)
        {
            throw TokenizerProblems.Damaged($"{place} is {Shown(value)}, not a text", exception);
        }
    }

    /// <summary>The member that is missing.</summary>
    public Contracts.InterpException Missing(string name) => TokenizerProblems.Damaged($"{PlaceOf(name)} is missing");

    /// <summary>The type that is not read.</summary>
    public Contracts.InterpException UnknownType() => TokenizerProblems.Unsupported($"its {Place} has the type \"{Type}\", which is not read");

    private JsonElement? Find(string name) =>
        Element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private JsonElement Require(JsonElement value, JsonValueKind kind, string name, string wanted) =>
        value.ValueKind == kind ? value : throw Wrong(name, wanted);

    private Contracts.InterpException Wrong(string name, string wanted) => TokenizerProblems.Damaged($"{PlaceOf(name)} is not {wanted}");

    private string PlaceOf(string name) => Place.Length == 0 ? name : $"{Place}.{name}";

    private static string Shown(JsonElement value)
    {
        var text = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? value.ValueKind.ToString() : value.GetRawText();
        return text.Length <= 40 ? text : text[..40] + "...";
    }
}
