using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Analysis;

namespace Interp.Cli.Commands;

/// <summary>A request as the command line that gives the same result, for a POSIX shell.</summary>
internal static class RequestCommand
{
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./,:=+@%";

    /// <summary>The command line of a request. What options cannot spell (a prompt of one dash, empty lists) is given to <c>interp run</c> as it is.</summary>
    /// <exception cref="Contracts.InterpException">SettingUnknown: it is no request.</exception>
    public static string Of(JsonElement request)
    {
        var (analysis, _) = RequestReader.Read(request);
        var words = new List<string> { "interp", analysis.Method };
        string? prompt = null;
        foreach (var property in analysis.RequestType.Properties)
        {
            if (property.Name == "method" || !request.TryGetProperty(property.Name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (property.Name == "text")
            {
                prompt = value.GetString();
            }
            else if (Option("--" + JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name), MemberKinds.Of(property), value) is { } option)
            {
                words.AddRange(option);
            }
            else
            {
                return AsItIs(request);
            }
        }

        if (prompt is "-" || (prompt?.Contains('\0', StringComparison.Ordinal) ?? false))
        {
            return AsItIs(request);
        }

        // After options that take many values only two dashes tell a prompt from one more value.
        words.AddRange(prompt is null ? [] : words.Count > 2 || prompt.StartsWith('-') ? ["--", prompt] : [prompt]);
        return string.Join(' ', words.Select(Quoted));
    }

    private static string AsItIs(JsonElement request) => $"printf %s {Quoted(request.GetRawText())} | interp run -";

    /// <summary>The words of an option; null where it cannot be spelled.</summary>
    private static string[]? Option(string name, MemberKind kind, JsonElement value) => kind switch
    {
        MemberKind.Flag => [value.GetBoolean() ? name : "--no-" + name[2..]],
        MemberKind.Wholes => List(name, value, item => item.GetRawText()),
        MemberKind.Texts => List(name, value, item => item.GetString() ?? ""),
        MemberKind.Token => Pair(name, Token(value)),
        MemberKind.Text => Pair(name, value.GetString() ?? ""),
        _ => Pair(name, value.GetRawText()),
    };

    private static string[]? List(string name, JsonElement value, Func<JsonElement, string> text)
    {
        string[] items = [.. value.EnumerateArray().Select(text)];
        return items.Length == 0 || items.Any(item => item.Length == 0 || item != item.Trim() || item.Contains(',', StringComparison.Ordinal))
            ? null
            : Pair(name, string.Join(',', items));
    }

    private static string[]? Pair(string name, string value) =>
        value.Contains('\0', StringComparison.Ordinal) ? null : value.StartsWith('-') || value.Length == 0 ? [$"{name}={value}"] : [name, value];

    /// <summary>Digits alone would be an id, and a text in quotes the text within them.</summary>
    private static string Token(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.GetInt32().ToString(CultureInfo.InvariantCulture);
        }

        var text = value.GetString() ?? "";
        var isAmbiguous = text.Length == 0 || text.All(char.IsAsciiDigit) || (text.StartsWith('"') && text.EndsWith('"'));
        return isAmbiguous ? JsonValue.Create(text).ToJsonString() : text;
    }

    private static string Quoted(string word)
    {
        if (word.Length > 0 && word.All(character => Plain.Contains(character, StringComparison.Ordinal)))
        {
            return word;
        }

        return new StringBuilder("'").Append(word.Replace("'", "'\\''", StringComparison.Ordinal)).Append('\'').ToString();
    }
}
