using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Interp.Cli.Output;

namespace Interp.Cli.Commands;

/// <summary>A member of a request as an option of its verb.</summary>
internal sealed class MemberOption
{
    private readonly Option values;
    private readonly Option<bool>? negation;
    private readonly Option<string>? file;
    private readonly bool isList;

    /// <summary>The option of <paramref name="property"/>, explained by <see cref="OptionHelp"/>.</summary>
    public MemberOption(JsonPropertyInfo property)
    {
        Member = property.Name;
        Kind = MemberKinds.Of(property);
        isList = property.PropertyType.IsArray;
        var kebab = JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name);
        Name = "--" + kebab;
        values = Kind switch
        {
            MemberKind.Flag => new Option<bool>(Name) { Arity = ArgumentArity.Zero },
            MemberKind.Wholes or MemberKind.Texts => new Option<string[]>(Name) { Arity = ArgumentArity.OneOrMore, HelpName = Placeholder(Kind) },
            _ => new Option<string>(Name) { Arity = ArgumentArity.ExactlyOne, HelpName = Placeholder(Kind) },
        };
        values.Description = OptionHelp.Of(property.Name);
        if (Kind == MemberKind.Flag)
        {
            negation = new Option<bool>("--no-" + kebab) { Description = $"The opposite of {Name}.", Arity = ArgumentArity.Zero };
        }
        else if (Kind == MemberKind.Json)
        {
            file = new Option<string>(Name + "-file") { Description = $"The same from a file.", HelpName = "FILE" };
        }

        foreach (var option in Options)
        {
            option.Hidden = !OptionHelp.Shows(Member);
        }
    }

    /// <summary>Name in requests.</summary>
    public string Member { get; }

    /// <summary>Name on the command line.</summary>
    public string Name { get; }

    /// <summary>How its values are written.</summary>
    public MemberKind Kind { get; }

    /// <summary>All options that set it.</summary>
    public IEnumerable<Option> Options => new Option?[] { values, negation, file }.OfType<Option>();

    /// <summary>The value given, or null.</summary>
    /// <exception cref="UsageException">It is no value of this kind.</exception>
    public JsonNode? Read(ParseResult parsed)
    {
        if (negation is not null && IsGiven(parsed, negation))
        {
            return !IsGiven(parsed, values) ? JsonValue.Create(false)
                : throw new UsageException($"{Name} and --no-{Name[2..]} contradict each other.", "Give one of them.");
        }

        if (file is not null && parsed.GetValue(file) is { } path)
        {
            return !IsGiven(parsed, values) ? Json(TextInput.ReadFile(path), $"the file {path}")
                : throw new UsageException($"{Name} and {Name}-file are both given.", "Give one of them.");
        }

        return parsed.GetResult(values) is { Implicit: false } result ? Value(result) : null;
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private JsonNode? Value(OptionResult result)
    {
        string[] given = [.. result.Tokens.Select(token => token.Value)];
        return Kind switch
        {
            MemberKind.Flag => JsonValue.Create(true),
            MemberKind.Whole => JsonValue.Create(Whole(given[0])),
            MemberKind.Wholes => new JsonArray([.. Parts(given).Select(part => (JsonNode?)JsonValue.Create(Whole(part)))]),
            MemberKind.Texts => new JsonArray([.. Parts(given).Select(part => (JsonNode?)JsonValue.Create(part))]),
            MemberKind.Token => Token(given[0]),
            MemberKind.Json => Json(given[0], Name),
            _ => JsonValue.Create(given[0]),
        };
    }

    private static IEnumerable<string> Parts(string[] given) => given.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private int Whole(string text) => int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new UsageException($"{Name} takes whole numbers; \"{text}\" is none.", $"Write, for example, {Name} 3.");

    private static JsonValue? Token(string text)
    {
        if (text.Length > 0 && text.All(char.IsAsciiDigit) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return JsonValue.Create(id);
        }

        return JsonValue.Create(Quoted(text) ?? text);
    }

    /// <summary>The string that <paramref name="text"/> is the JSON of, or null.</summary>
    private static string? Quoted(string text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text)?.GetValue<string>();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private JsonNode? Json(string text, string where)
    {
        try
        {
            var value = JsonNode.Parse(text);
            return isList && value is JsonObject ? new JsonArray(value) : value;
        }
        catch (JsonException) when (Member == "edits" && where == Name)
        {
            // Edits are given inline or as the path of a saved file; what is no JSON is a path.
            return JsonValue.Create(text);
        }
        catch (JsonException failure)
        {
            throw new UsageException(
                string.Create(CultureInfo.InvariantCulture, $"{where} is no valid JSON (line {(failure.LineNumber ?? 0) + 1}, byte {(failure.BytePositionInLine ?? 0) + 1})."),
                where == Name ? $"Write JSON in single quotes, or use {Name}-file FILE." : "Mend the JSON there: a quote, comma or bracket may be missing.");
        }
    }

    private static string Placeholder(MemberKind kind) => kind switch
    {
        MemberKind.Whole => "N",
        MemberKind.Wholes => "N,N",
        MemberKind.Texts => "NAME,NAME",
        MemberKind.Token => "TOKEN",
        MemberKind.Json => "JSON",
        _ => "NAME",
    };
}
