using System.Globalization;
using System.Text.Json;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Numerics;

namespace Interp.Daemon.Documents;

/// <summary>Reads the values of directives.</summary>
internal static class ValueReader
{
    /// <summary>The value of a known directive; null with a problem where it cannot be read.</summary>
    /// <param name="info">The directive.</param>
    /// <param name="text">Its value as written.</param>
    /// <param name="range">Where that stands.</param>
    /// <param name="report">Told what is wrong.</param>
    public static DirectiveValue? Read(DirectiveInfo info, string text, TextRange range, Action<DocumentProblem> report)
    {
        if (text.Length == 0 && info.Name != DirectiveName.Note)
        {
            report(Problem(range, $"@{info.Word} has no value.", $"Write {info.Syntax}, for example `@{info.Word} {info.Example}`."));
            return null;
        }

        return info.Name switch
        {
            DirectiveName.Model => Path(info, text, range, report),
            DirectiveName.Target or DirectiveName.Contrast => Token(info, text, range, report),
            DirectiveName.Position => Number(info, text, range, int.MinValue, report),
            DirectiveName.Top => Number(info, text, range, 0, report),
            DirectiveName.Layers => Layers(info, text, range, report),
            DirectiveName.Edits => Edits(info, text, range, report),
            DirectiveName.Set => MemberReader.Read(text, range, report),
            DirectiveName.Expect => ExpectationParser.Parse(text, range.Start, report) is { } expectation ? new ExpectationValue(expectation) : null,
            DirectiveName.Note => new TextValue(text),
            _ => OneOf(info, text, range, report),
        };
    }

    /// <summary>A problem with a directive.</summary>
    public static DocumentProblem Problem(TextRange range, string message, string hint, params DocumentFix[] fixes) =>
        new() { Range = range, Message = message, Hint = hint, Code = "directive", Fixes = fixes };

    /// <summary>The JSON that a text is, or null.</summary>
    public static JsonElement? Json(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException)
        {
            // The latter: halves of surrogate pairs.
            return null;
        }
    }

    /// <summary>The text of a JSON string; null where it is none, or no valid Unicode.</summary>
    public static string? JsonString(string text)
    {
        try
        {
            return Json(text) is { ValueKind: JsonValueKind.String } json ? json.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static TextValue? Path(DirectiveInfo info, string text, TextRange range, Action<DocumentProblem> report)
    {
        if (text[0] != '"')
        {
            return new TextValue(text);
        }

        if (JsonString(text) is { Length: > 0 } path)
        {
            return new TextValue(path);
        }

        report(Problem(range, $"The value of @{info.Word} begins with a quote but is no JSON string.", $"Write {info.Syntax} without quotes, or close the string."));
        return null;
    }

    private static TokenChoiceValue? Token(DirectiveInfo info, string text, TextRange range, Action<DocumentProblem> report)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return new TokenChoiceValue(new TokenChoice { Id = id });
        }

        if (text[0] == '"' && JsonString(text) is { } token)
        {
            return new TokenChoiceValue(new TokenChoice { Text = token });
        }

        var quoted = JsonStrings.Of(text.Trim('"', '\''));
        report(text[0] == '"'
            ? Problem(range, $"The value of @{info.Word} is no JSON string.", $"Close the quote and write backslashes and quotes inside it as \\\\ and \\\"; for example `@{info.Word} {info.Example}`.")
            : Problem(range, $"The value of @{info.Word} is neither a JSON string nor an id.", $"Write it in quotes: `@{info.Word} {quoted}`; most words begin with a blank.", TokenFixes(text, range)));
        return null;
    }

    private static DocumentFix[] TokenFixes(string text, TextRange range)
    {
        var word = text.Trim('"', '\'').TrimStart();
        var withBlank = JsonStrings.Of(" " + word);
        var without = JsonStrings.Of(word);
        return [new DocumentFix($"Write {withBlank}", range, withBlank), new DocumentFix($"Write {without}", range, without)];
    }

    private static NumberValue? Number(DirectiveInfo info, string text, TextRange range, int least, Action<DocumentProblem> report)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least)
        {
            return new NumberValue(number);
        }

        report(Problem(range, $"The value of @{info.Word} is no whole number{(least == 0 ? " from 0 on" : "")}.", $"Write {info.Syntax}, for example `@{info.Word} {info.Example}`."));
        return null;
    }

    private static LayersValue? Layers(DirectiveInfo info, string text, TextRange range, Action<DocumentProblem> report)
    {
        var parts = text.Split('-', 2, StringSplitOptions.TrimEntries);
        if (int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
        {
            if (first <= last)
            {
                return new LayersValue(first, last);
            }

            report(Problem(range, $"@layers ends with {last} before it begins with {first}.", $"Write `@layers {last}-{first}`.", new DocumentFix($"Write {last}-{first}", range, $"{last}-{first}")));
            return null;
        }

        report(Problem(range, "The value of @layers is no range of layers.", $"Write {info.Syntax}, for example `@layers {info.Example}`."));
        return null;
    }

    private static DirectiveValue? Edits(DirectiveInfo info, string text, TextRange range, Action<DocumentProblem> report)
    {
        if (text[0] is not ('[' or '{'))
        {
            return Path(info, text, range, report);
        }

        if (Json(text) is { } json)
        {
            return new InlineJsonValue(json);
        }

        report(Problem(range, "The value of @edits is no valid JSON.", "Mend the list, or save it as a file and write its path."));
        return null;
    }

    private static TextValue? OneOf(DirectiveInfo info, string text, TextRange range, Action<DocumentProblem> report)
    {
        var word = text[0] == '"' ? JsonString(text) ?? text : text;
        if (info.Values.Contains(word))
        {
            return new TextValue(word);
        }

        var nearest = NearestName.Of(word, info.Values);
        report(Problem(
            range,
            $"@{info.Word} cannot be \"{Shown.Short(word)}\".",
            nearest is null ? $"Write {info.Syntax}." : $"Did you mean {nearest}? Allowed are {info.Syntax}.",
            [.. (nearest is null ? info.Values : [nearest]).Select(value => new DocumentFix($"Change to {value}", range, value))]));
        return null;
    }
}
