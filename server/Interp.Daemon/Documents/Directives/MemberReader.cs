using System.Text.Json.Nodes;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Numerics;

namespace Interp.Daemon.Documents;

/// <summary>Reads <c>METHOD.MEMBER JSON</c>.</summary>
internal static class MemberReader
{
    // What the block itself says.
    private static readonly string[] elsewhere = ["method", "text", "ids"];

    /// <summary>The member; null with a problem where there is no such method or member, or its value does not fit.</summary>
    public static MemberValue? Read(string text, TextRange range, Action<DocumentProblem> report)
    {
        var end = text.IndexOfAny([' ', '\t']);
        var name = end < 0 ? text : text[..end];
        var nameRange = Part(range, 0, name.Length);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || dot == name.Length - 1 || end < 0)
        {
            report(ValueReader.Problem(range, "@set takes METHOD.MEMBER and a JSON value.", "Write for example `@set contributions.words 3`."));
            return null;
        }

        var (method, member) = (name[..dot], name[(dot + 1)..]);
        if (AnalysisRegistry.All.FirstOrDefault(candidate => candidate.Method == method) is not { } analysis)
        {
            report(Unknown($"There is no method \"{Shown.Short(method)}\".", method, AnalysisRegistry.Methods, Part(nameRange, 0, dot)));
            return null;
        }

        var members = analysis.RequestType.Properties.Select(property => property.Name).Except(elsewhere).ToArray();
        if (!members.Contains(member))
        {
            report(elsewhere.Contains(member)
                ? ValueReader.Problem(nameRange, $"{method}.{member} is what the block itself says.", "Write it as the block's prompt.")
                : Unknown($"{method} has no member \"{Shown.Short(member)}\".", member, members, Part(nameRange, dot + 1, name.Length)));
            return null;
        }

        return Value(analysis, member, text[end..], Part(range, end + text[end..].TakeWhile(DirectiveLine.IsBlank).Count(), text.Length), report);
    }

    private static MemberValue? Value(IAnalysis analysis, string member, string written, TextRange range, Action<DocumentProblem> report)
    {
        if (ValueReader.Json(written) is not { } json)
        {
            report(ValueReader.Problem(range, $"The value of {analysis.Method}.{member} is no JSON.", "Strings need quotes: for example `\"frozen\"`, `3`, `true` or `[1, 2]`."));
            return null;
        }

        try
        {
            var request = new JsonObject { [member] = JsonNode.Parse(json.GetRawText()) };
            using var document = System.Text.Json.JsonDocument.Parse(request.ToJsonString());
            RequestReader.Read(analysis, document.RootElement);
            return new MemberValue(analysis.Method, member, json);
        }
        catch (InterpException failure)
        {
            report(ValueReader.Problem(range, failure.Message, failure.Hint ?? "See the help of the method."));
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or System.Text.Json.JsonException)
        {
            report(ValueReader.Problem(range, $"The value of {analysis.Method}.{member} is no valid Unicode or names a member twice.", "Mend the JSON."));
        }

        return null;
    }

    private static DocumentProblem Unknown(string message, string name, IEnumerable<string> known, TextRange range)
    {
        var names = known.ToArray();
        var nearest = NearestName.Of(name, names);
        return ValueReader.Problem(
            range,
            message,
            nearest is null ? $"There are {string.Join(", ", names)}." : $"Did you mean {nearest}?",
            nearest is null ? [] : [new DocumentFix($"Change to {nearest}", range, nearest)]);
    }

    private static TextRange Part(TextRange range, int start, int end) => new(
        range.Start with { Character = range.Start.Character + start },
        range.Start with { Character = range.Start.Character + end });
}
