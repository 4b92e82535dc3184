using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Figures;

namespace Interp.Daemon.Language;

/// <summary>What the model has to say against a block: failures and unmet expectations as problems with a place.</summary>
internal static class BlockProblems
{
    /// <summary>The problems of a block as far as they are known.</summary>
    public static IEnumerable<DocumentProblem> Of(PromptBlock block, BlockReading reading)
    {
        foreach (var problem in reading.Limits?.Problems(block) ?? [])
        {
            yield return problem;
        }

        // A prompt that is not there yet is told of by the document itself, and what goes beyond the model stands above.
        if (reading.Failure is { } failure && failure.Kind != ErrorKind.PromptEmpty && !(failure.Kind == ErrorKind.OutOfRange && reading.Limits is not null))
        {
            yield return OfFailure(block, failure);
        }

        foreach (var outcome in reading.Outcomes.OfType<ExpectationOutcome>().Where(outcome => reading.Failure is null || outcome.Place is not null))
        {
            if (!outcome.Met)
            {
                yield return OfOutcome(outcome);
            }
            else if (outcome is { Spelling: { } spelling } && TokenOf(outcome.Expectation) is { } place)
            {
                yield return WithoutBlank(place, spelling);
            }
        }

        foreach (var problem in reading.Failure is null && reading.Answer is { } answer ? Spellings(block, answer.Cells[0][^1]) : [])
        {
            yield return problem;
        }
    }

    private static DocumentProblem OfFailure(PromptBlock block, InterpException failure)
    {
        var directive = DirectiveOf(block, failure);
        var range = directive is { } found && block.Find(found) is { } line ? line.ValueRange : PlaceOf(block, failure.Kind);
        return new DocumentProblem
        {
            Range = range,
            Message = failure.Message,
            Hint = failure.Hint ?? "See the log.",
            Code = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(failure.Kind.ToString()),
            Fixes = directive is null || block.Find(directive.Value) is null ? [] : [.. Fixes(failure, range)],
        };
    }

    private static DocumentProblem OfOutcome(ExpectationOutcome outcome)
    {
        var token = TokenOf(outcome.Expectation);
        return new DocumentProblem
        {
            Range = outcome.Place is { } place ? outcome.Expectation.RangeOf(place) : outcome.Expectation.Range,
            Message = outcome is { Place: not null, Failure.Message: var outside } ? outside : outcome.Message,
            Hint = outcome.Hint ?? "",
            Code = "expectation",
            Fixes = token is not { } literal ? [] : outcome switch
            {
                { Failure: { } failure } => [.. Fixes(failure, literal)],
                { Spelling: { } spelling } => [WithBlank(literal, spelling.Text)],
                _ => [],
            },
        };
    }

    private static TextRange? TokenOf(Expectation expectation) => expectation.Places.Token is { } token ? expectation.RangeOf(token) : null;

    /// <summary>Target and contrast that the model says with a blank in front.</summary>
    private static IEnumerable<DocumentProblem> Spellings(PromptBlock block, LensCell answer)
    {
        foreach (var (name, token) in new[] { (DirectiveName.Target, answer.Target), (DirectiveName.Contrast, answer.Contrast) })
        {
            if (block.Find(name) is { Value: TokenChoiceValue written } directive && token is not null && LeadingBlank.Better(written.Token, token.Prob, answer.Top) is { } spelling)
            {
                yield return WithoutBlank(directive.ValueRange, spelling);
            }
        }
    }

    private static DocumentProblem WithoutBlank(TextRange place, TokenProbability spelling) => new()
    {
        Range = place,
        Message = $"The model says {JsonStrings.Of(spelling.Text)} here, with a blank in front ({NumberText.PercentWithUnit(spelling.Prob)}); without the blank it is another token and far less likely.",
        Hint = $"Use {JsonStrings.Of(spelling.Text)}, unless the other one is meant.",
        Code = "blank",
        Severity = ProblemSeverity.Information,
        Fixes = [WithBlank(place, spelling.Text)],
    };

    private static DocumentFix WithBlank(TextRange place, string spelled) => new($"Use {JsonStrings.Of(spelled)} with a blank in front", place, JsonStrings.Of(spelled));

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
            yield return WithBlank(range, spelled);
        }

        if (failure.Facts?["tokens"] is JsonArray { Count: > 0 } tokens && tokens[0] is JsonObject first && TextOf(first, "text") is { } beginning)
        {
            yield return new DocumentFix($"Use its first token {JsonStrings.Of(beginning)}", range, JsonStrings.Of(beginning));
        }
    }

    private static DirectiveName? DirectiveOf(PromptBlock block, InterpException failure) =>
        DocumentWords.MemberOf(failure) is { } member && DocumentWords.DirectiveOf(DocumentWords.RootOf(member)) is { } named ? named : failure.Kind switch
        {
            ErrorKind.ProviderUnavailable or ErrorKind.ProviderRefused => DirectiveName.Provider,
            ErrorKind.EditsMismatch => DirectiveName.Edits,
            ErrorKind.ModelNotFound or ErrorKind.ModelUnsupported or ErrorKind.ModelDamaged or ErrorKind.OutOfMemory => DirectiveName.Model,
            ErrorKind.FileProblem when block.Model is not null => DirectiveName.Model,
            _ => null,
        };

    private static TextRange PlaceOf(PromptBlock block, ErrorKind kind) =>
        kind == ErrorKind.PromptTooLong || block.Header is null ? block.Prompt.Range : block.Header.Value;

    private static string? TextOf(JsonObject? facts, string name) => facts?[name] is System.Text.Json.Nodes.JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
