using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Interp.Contracts;
using Interp.Daemon.Documents;

namespace Interp.Daemon.Language;

/// <summary>What the model has to say against a block: failures and unmet expectations as problems with a place.</summary>
internal static partial class BlockProblems
{
    /// <summary>The problems of a block as far as they are known.</summary>
    public static IEnumerable<DocumentProblem> Of(PromptBlock block, BlockReading reading)
    {
        if (reading.Failure is { } failure)
        {
            // A prompt that is not there yet is told of by the document itself.
            return failure.Kind == ErrorKind.PromptEmpty ? [] : [OfFailure(block, failure)];
        }

        return reading.Outcomes.OfType<ExpectationOutcome>().Where(outcome => !outcome.Met).Select(OfOutcome);
    }

    private static DocumentProblem OfFailure(PromptBlock block, InterpException failure)
    {
        var member = TextOf(failure.Facts, "member");
        var directive = DirectiveOf(block, failure.Kind, member);
        var range = directive is { } found && block.Find(found) is { } line ? line.ValueRange : PlaceOf(block, failure.Kind);
        var message = member is null ? failure.Message : failure.Message.Replace($"`{member}`", $"@{WordOf(directive) ?? member}", StringComparison.Ordinal);
        return new DocumentProblem
        {
            Range = range,
            Message = message,
            Hint = failure.Hint ?? "See the log.",
            Code = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(failure.Kind.ToString()),
            Fixes = directive is null || block.Find(directive.Value) is null ? [] : [.. Fixes(failure, range)],
        };
    }

    private static DocumentProblem OfOutcome(ExpectationOutcome outcome)
    {
        var range = outcome.Expectation.Range;
        return new DocumentProblem
        {
            Range = range,
            Message = outcome.Message,
            Hint = outcome.Failure?.Hint ?? "",
            Code = "expectation",
            Fixes = outcome.Failure is { } failure && LiteralIn(outcome.Expectation) is { } literal ? [.. Fixes(failure, literal)] : [],
        };
    }

    /// <summary>Where the first string of an expectation stands.</summary>
    private static TextRange? LiteralIn(Expectation expectation)
    {
        var found = Literal().Match(expectation.Expression);
        var start = expectation.Range.Start;
        return found.Success
            ? new TextRange(start with { Character = start.Character + found.Index }, start with { Character = start.Character + found.Index + found.Length })
            : null;
    }

    private static IEnumerable<DocumentFix> Fixes(InterpException failure, TextRange range)
    {
        if (TextOf(failure.Facts, "nearest") is { } nearest)
        {
            yield return new DocumentFix($"Change to {nearest}", range, nearest);
        }

        if (failure.Kind != ErrorKind.TargetNotOneToken)
        {
            yield break;
        }

        if (failure.Facts?["withBlank"] is JsonObject blank && TextOf(blank, "text") is { } spelled)
        {
            yield return new DocumentFix($"Use {JsonStrings.Of(spelled)}, which is one token", range, JsonStrings.Of(spelled));
        }

        if (failure.Facts?["tokens"] is JsonArray { Count: > 0 } tokens && tokens[0] is JsonObject first && TextOf(first, "text") is { } beginning)
        {
            yield return new DocumentFix($"Use its first token {JsonStrings.Of(beginning)}", range, JsonStrings.Of(beginning));
        }
    }

    private static DirectiveName? DirectiveOf(PromptBlock block, ErrorKind kind, string? member) => (member, kind) switch
    {
        ("target", _) => DirectiveName.Target,
        ("contrast", _) => DirectiveName.Contrast,
        ("position" or "positions[0]", _) => DirectiveName.Position,
        ("provider" or "device", _) or (_, ErrorKind.ProviderUnavailable or ErrorKind.ProviderRefused) => DirectiveName.Provider,
        ("precision", _) => DirectiveName.Precision,
        ("edits", _) or (_, ErrorKind.EditsMismatch) => DirectiveName.Edits,
        ("mode", _) => DirectiveName.Lens,
        ("model", _) or (_, ErrorKind.ModelNotFound or ErrorKind.ModelUnsupported or ErrorKind.ModelDamaged or ErrorKind.OutOfMemory) => DirectiveName.Model,
        (_, ErrorKind.FileProblem) when block.Model is not null => DirectiveName.Model,
        _ => null,
    };

    private static TextRange PlaceOf(PromptBlock block, ErrorKind kind) =>
        kind == ErrorKind.PromptTooLong || block.Header is null ? block.Prompt.Range : block.Header.Value;

    private static string? WordOf(DirectiveName? name) => name is { } known ? DirectiveCatalog.Of(known).Word : null;

    private static string? TextOf(JsonObject? facts, string name) => facts?[name] is System.Text.Json.Nodes.JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.CultureInvariant)]
    private static partial Regex Literal();
}
