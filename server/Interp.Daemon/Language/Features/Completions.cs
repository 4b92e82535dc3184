using System.Globalization;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Language.Protocol;
using Interp.Figures;

namespace Interp.Daemon.Language;

/// <summary>Proposes directives and their values.</summary>
internal sealed class Completions(IRequestRunner runner, Func<LanguageSettings> settings, Func<IReadOnlyList<string>> models, TimeProvider time)
{
    private const int Function = 3;
    private const int Field = 5;
    private const int Value = 12;
    private const int Keyword = 14;
    private const int EnumMember = 20;
    private const int MostOfPrompt = 200;
    private const int MostPositions = 8;

    /// <summary>How long proposals that need the model may take.</summary>
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(2);

    /// <summary>The proposals at a place; empty outside directives.</summary>
    public async Task<CompletionList> ReadAsync(OpenDocument document, TextPosition position, CancellationToken cancel)
    {
        if (document.Document.DirectiveAt(position) is not { } directive || position < directive.NameRange.Start)
        {
            return new CompletionList(false, []);
        }

        if (position <= directive.NameRange.End)
        {
            return new CompletionList(false, Directives(directive));
        }

        if (directive.Info is not { } info)
        {
            return new CompletionList(false, []);
        }

        var block = document.Document.BlocksOf(directive) is [var first, ..] ? first : null;
        if (block is not null && TokenArgument.At(directive, position) is { } argument)
        {
            var tokens = await TokensAsync(new BlockPlace(document, block), argument, cancel).ConfigureAwait(false);
            return new CompletionList(tokens.Count == 0, tokens);
        }

        var range = ValueRange(directive, position);
        IReadOnlyList<CompletionItem> items = info.Name switch
        {
            DirectiveName.Model => Items(models(), range, Value),
            DirectiveName.Expect => Measures(block, range),
            DirectiveName.Set => Items([.. AnalysisRegistry.All.SelectMany(Members)], range, Field),
            DirectiveName.Position or DirectiveName.Top or DirectiveName.Layers => Items([info.Example], range, Value),
            _ => Items(info.Values, range, EnumMember),
        };
        return new CompletionList(false, items);
    }

    private static List<CompletionItem> Directives(Directive directive) =>
    [
        .. DirectiveCatalog.All.Select((info, index) => new CompletionItem
        {
            Label = "@" + info.Word,
            Kind = Keyword,
            Detail = info.Syntax,
            Documentation = new MarkupContent("plaintext", $"{info.Meaning} Example: @{info.Word} {info.Example}"),
            SortText = Order(index),
            FilterText = "@" + info.Word,
            TextEdit = new TextEdit(directive.NameRange, $"@{info.Word}{(directive.Text.Length == 0 ? " " : "")}"),
        }),
    ];

    /// <summary>From the value, or the cursor where there is none, to its end: what a proposal replaces.</summary>
    private static TextRange ValueRange(Directive directive, TextPosition cursor) => directive.Text.Length == 0 || cursor < directive.ValueRange.Start
        ? new TextRange(cursor, cursor)
        : new TextRange(directive.ValueRange.Start, cursor > directive.ValueRange.End ? cursor : directive.ValueRange.End);

    private static List<CompletionItem> Items(IReadOnlyList<string> values, TextRange range, int kind) =>
        [.. values.Select((value, index) => Item(value, value, null, range, kind, index))];

    private static CompletionItem Item(string label, string text, string? detail, TextRange range, int kind, int index) =>
        new() { Label = label, Kind = kind, Detail = detail, SortText = Order(index), FilterText = text, TextEdit = new TextEdit(range, text) };

    private static string Order(int index) => index.ToString("D4", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Members(IAnalysis analysis) => analysis.RequestType.Properties
        .Select(property => property.Name)
        .Where(member => member is not ("method" or "text" or "ids" or "typeIds" or "model" or "provider" or "device" or "precision" or "edits"))
        .Select(member => $"{analysis.Method}.{member}");

    private static List<CompletionItem> Measures(PromptBlock? block, TextRange range)
    {
        var token = block?.Target switch
        {
            { Text: { } text } => JsonStrings.Of(text),
            { Id: int id } => id.ToString(CultureInfo.InvariantCulture),
            _ => "\" Paris\"",
        };
        (string Text, string Detail)[] measures =
        [
            ($"prob({token}) >= 0.5", "probability at the block's position"),
            ($"top == {token}", "the most probable token"),
            ($"rank({token}) <= 3", "rank at the block's position"),
            ($"rank({token}, layer=25) <= 3", "rank after a layer"),
            ($"logprob({token}) > -1", "log-probability, nats"),
            ("score(head 23.4) > 0", "contribution of a head, nats"),
            ("score(neuron 28.1078) > 0", "contribution of a neuron, nats"),
            ("score(attn 23) > 0", "contribution of an attention layer, nats"),
            ("score(ff 28) > 0", "contribution of a feed-forward layer, nats"),
            ("attention(head 23.4, 0) < 0.5", "how much a head attends to a token or position"),
        ];
        return [.. measures.Select((measure, index) => Item(measure.Text, measure.Text, measure.Detail, range, Function, index))];
    }

    /// <summary>The tokens that can stand in a place: what the model expects next, most probable first, or what a head can attend to.</summary>
    private async Task<IReadOnlyList<CompletionItem>> TokensAsync(BlockPlace place, TokenArgument argument, CancellationToken cancel)
    {
        try
        {
            BlockTrust.Check(place.Block, settings());
            var tokens = argument.IsOfPrompt ? OfPromptAsync(place, cancel) : NextAsync(place, cancel);
            return [.. (await tokens.WaitAsync(patience, time, cancel).ConfigureAwait(false)).Select((token, index) => Item(token, argument, index))];
        }
        catch (Exception failure) when (failure is InterpException or TimeoutException)
        {
            // The diagnostics say why there is no answer.
            return [];
        }
    }

    /// <summary>The label shows the token; the text that it is searched by has no quote where the document has none yet.</summary>
    private static CompletionItem Item((string Text, string Detail) token, TokenArgument argument, int index)
    {
        var quoted = JsonStrings.Of(token.Text);
        return Item(quoted, quoted, token.Detail, argument.Range, Value, index) with { FilterText = argument.IsQuoted ? quoted : token.Text.TrimStart() };
    }

    private async Task<IReadOnlyList<(string Text, string Detail)>> NextAsync(BlockPlace place, CancellationToken cancel)
    {
        var request = BlockMembers.Ask(new ForwardRequest { Method = "forward", Positions = [place.Block.Position], Top = TokenCourses.Words }, place.Block, place.Context);
        var answer = (ForwardResult)await runner.RunAsync(request, cancel).ConfigureAwait(false);
        return [.. (answer.Predictions?[0].Top ?? []).Select(token => (token.Text, NumberText.PercentWithUnit(token.Prob)))];
    }

    private async Task<IReadOnlyList<(string Text, string Detail)>> OfPromptAsync(BlockPlace place, CancellationToken cancel)
    {
        var tokens = (await runner.RunAsync(BlockMembers.AskTokens(place.Block, place.Context), cancel).ConfigureAwait(false)).Tokens ?? [];
        var query = place.Block.Position < 0 ? tokens.Count + place.Block.Position : place.Block.Position;
        return [.. tokens.Take(query + 1).Index().GroupBy(entry => entry.Item.Text, entry => entry.Index).Take(MostOfPrompt)
            .Select(group => (group.Key, $"position {string.Join(", ", group.Take(MostPositions))}{(group.Count() > MostPositions ? ", …" : "")}"))];
    }
}
