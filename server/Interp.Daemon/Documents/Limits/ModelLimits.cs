using System.Globalization;
using System.Text.Json;
using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>What a model and the tokens of a prompt allow: finds the numbers of a block that lie outside, before anything is run.</summary>
/// <param name="Model">The model that reads the block.</param>
/// <param name="Length">T, tokens of the prompt.</param>
public sealed record ModelLimits(ModelInfo Model, int Length)
{
    /// <summary>The limits of a block; reads no weights.</summary>
    /// <returns>Null where only a tokenizer is there.</returns>
    /// <exception cref="InterpException">What keeps the model's description or its tokenizer from being read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<ModelLimits?> OfAsync(PromptBlock block, BlockContext context, IRequestRunner runner, CancellationToken cancel) =>
        await runner.RunAsync(BlockMembers.AskTokens(block, context), cancel).ConfigureAwait(false) is { Model: { } model, Tokens: { } tokens } ? new ModelLimits(model, tokens.Count) : null;

    /// <summary>The directives of a block whose numbers lie outside, each with its refusal and the place of its value.</summary>
    public IEnumerable<(Directive Directive, InterpException Failure, TextRange Place)> Outsiders(PromptBlock block)
    {
        foreach (var directive in block.Defaults.Concat(block.Directives))
        {
            // Of a directive that is given twice the last one counts.
            if (directive.Info is { } info && (info.Repeatable || block.Find(info.Name) == directive) && Check(directive) is { } failure)
            {
                yield return (directive, failure, directive.Value is MemberValue ? JsonPlace(directive) : directive.ValueRange);
            }
        }
    }

    /// <summary>The same as problems of the document.</summary>
    public IReadOnlyList<DocumentProblem> Problems(PromptBlock block) =>
        [.. Outsiders(block).Select(found => ValueReader.Problem(found.Place, found.Failure.Message, found.Failure.Hint ?? "", Fixes(found.Directive)))];

    /// <summary>Why an expectation can have no value, and where it says so; null where its numbers are within the limits.</summary>
    public (InterpException Failure, TextSlice? Place)? Check(Expectation expectation)
    {
        var places = expectation.Places;
        (InterpException? Failure, TextSlice? Place)[] found = expectation.Measure switch
        {
            TokenMeasure measure => [(Token(measure.Token), places.Token), (Layer(measure.Layer), places.Layer)],
            TopMeasure measure => [(Layer(measure.Layer), places.Layer), (Token(expectation.Token), places.Token)],
            ScoreMeasure measure => [(Layer(measure.Part.Layer), places.Layer), (Unit(measure.Part), places.Index)],
            AttentionMeasure measure => [(Layer(measure.Head.Layer), places.Layer), (Unit(measure.Head), places.Index), (Position(measure.Position), places.Position)],
            _ => [],
        };
        foreach (var (failure, place) in found)
        {
            if (failure is not null)
            {
                return (failure, place);
            }
        }

        return null;
    }

    private InterpException? Check(Directive directive) => directive.Value switch
    {
        LayersValue layers when layers.Last >= Model.Layers => Outside.Layers(directive.Text, layers.First < Model.Layers, Model.Layers - 1),
        NumberValue number when directive.Info?.Name == DirectiveName.Position => Position(number.Number),
        TokenChoiceValue choice => Token(choice.Token),
        MemberValue member => Check(member.Member, member.Json),
        _ => null,
    };

    /// <summary>A member of a request whose numbers mean the same in every method.</summary>
    private InterpException? Check(string member, JsonElement json) => member switch
    {
        "inLayers" => Numbers(json).Select(number => Layer(number)).FirstOrDefault(failure => failure is not null),
        "position" or "positions" => Numbers(json).Select(number => Position(number)).FirstOrDefault(failure => failure is not null),
        "target" or "contrast" => Numbers(json).Select(number => Token(new TokenChoice { Id = number })).FirstOrDefault(failure => failure is not null),
        "rows" when json.ValueKind == JsonValueKind.Array => json.EnumerateArray().Select(Row).FirstOrDefault(failure => failure is not null),
        _ => null,
    };

    private InterpException? Row(JsonElement row) => Number(row, "layer") is not int layer ? null
        : Layer(layer)
        ?? (Number(row, "head") is int head ? Unit(new NamedPart(PartKind.Head, layer, head)) : null)
        ?? (Number(row, "neuron") is int neuron ? Unit(new NamedPart(PartKind.Neuron, layer, neuron)) : null);

    private InterpException? Layer(int? layer) => layer is int number && (uint)number >= (uint)Model.Layers
        ? Outside.Layers(number.ToString(CultureInfo.InvariantCulture), false, Model.Layers - 1)
        : null;

    private InterpException? Unit(NamedPart part)
    {
        var (noun, count) = part.Kind switch
        {
            PartKind.Head => ("head", Model.Heads),
            PartKind.Neuron => ("neuron", Model.FfWidth ?? 0),
            _ => ("", int.MaxValue),
        };
        return (uint)part.Index >= (uint)count ? Outside.Unit(noun, part.Layer, part.Index, count - 1) : null;
    }

    private InterpException? Position(int? position) => position is int number && Length > 0 && (number < -Length || number >= Length) ? Outside.Position(number, Length - 1) : null;

    private InterpException? Token(TokenChoice? token) => token?.Id is int id && Model.Vocabulary is int count && (uint)id >= (uint)count ? Outside.Token(id, count - 1) : null;

    /// <summary>A number, or those of a list; others are passed over.</summary>
    private static IEnumerable<int> Numbers(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => json.TryGetInt32(out var number) ? [number] : [],
        JsonValueKind.Array => json.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Number).SelectMany(Numbers),
        _ => [],
    };

    private static int? Number(JsonElement row, string member) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(member, out var json) && json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var number) ? number : null;

    /// <summary>Where the JSON of <c>METHOD.MEMBER JSON</c> stands.</summary>
    private static TextRange JsonPlace(Directive directive)
    {
        var name = directive.Text.IndexOfAny([' ', '\t']);
        var blanks = directive.Text[name..].TakeWhile(DirectiveLine.IsBlank).Count();
        var start = directive.ValueRange.Start;
        return directive.ValueRange with { Start = start with { Character = start.Character + name + blanks } };
    }

    private DocumentFix[] Fixes(Directive directive)
    {
        if (directive.Value is not LayersValue { First: var first } || first >= Model.Layers)
        {
            return [];
        }

        var within = first == Model.Layers - 1 ? $"{first}" : string.Create(CultureInfo.InvariantCulture, $"{first}-{Model.Layers - 1}");
        return [new DocumentFix($"Change to {within}", directive.ValueRange, within)];
    }
}
