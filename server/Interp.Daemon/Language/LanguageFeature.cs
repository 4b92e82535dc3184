using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Language.Protocol;
using Interp.Daemon.Lanes;
using Interp.Daemon.Life;
using Interp.Daemon.Methods;
using Interp.Daemon.Services;
using Interp.Models;

namespace Interp.Daemon.Language;

/// <summary>Open documents and what an editor shows of them.</summary>
internal sealed class LanguageFeature : IFeature, IDocumentPrompts
{
    private readonly DocumentStore store = new();
    private readonly BlockReadings readings;
    private readonly HoverReader hovers;
    private readonly Completions completions;
    private readonly DocumentReader documents;
    private readonly DocumentWatch watch;
    private readonly ClientEditor editor;
    private readonly DaemonLog log;
    private readonly Func<LanguageSettings> settings;
    private readonly Attention attention;
    private HoverFormat format;

    /// <summary>The feature over the lanes and settings of the daemon.</summary>
    public LanguageFeature(LaneRequests lanes, CurrentSettings current, IClient client, Attention attention, DaemonLog log)
    {
        settings = () => LanguageSettings.Of(current.Value, current.Model);
        var runner = new RememberingRunner(lanes, settings);
        readings = new BlockReadings(runner, settings);
        hovers = new HoverReader(runner, readings, settings, TimeProvider.System);
        completions = new Completions(runner, settings, () => [.. ModelCatalog.List().Select(model => model.Name)], TimeProvider.System);
        documents = new DocumentReader(runner, readings, settings);
        editor = new ClientEditor(client);
        watch = new DocumentWatch(readings, editor, attention, TimeProvider.System);
        this.attention = attention;
        this.log = log;
        current.Changed += FollowAll;
    }

    /// <inheritdoc/>
    public void Greet(JsonElement initialize)
    {
        var capabilities = initialize.TryGetProperty("capabilities", out var given) ? given : default;
        format = HoverFormats.Of(capabilities);
        editor.Learn(capabilities);
    }

    /// <inheritdoc/>
    public void AddCapabilities(JsonObject capabilities)
    {
        capabilities["textDocumentSync"] = new JsonObject { ["openClose"] = true, ["change"] = 2 };
        capabilities["hoverProvider"] = true;
        capabilities["codeLensProvider"] = new JsonObject();
        capabilities["inlayHintProvider"] = true;
        capabilities["completionProvider"] = new JsonObject { ["triggerCharacters"] = new JsonArray("@", " ", "\"", ".", "(") };
        capabilities["codeActionProvider"] = new JsonObject { ["codeActionKinds"] = new JsonArray("quickfix") };
        capabilities["documentSymbolProvider"] = true;
        capabilities["foldingRangeProvider"] = true;
    }

    /// <inheritdoc/>
    public void Register(MethodTable methods)
    {
        var json = LanguageJsonContext.Default;
        methods.Notification("textDocument/didOpen", () => json.DidOpenParams, given => Follow(store.Open(given.TextDocument)));
        methods.Notification("textDocument/didChange", () => json.DidChangeParams, given => Follow(store.Change(given.TextDocument.Uri, given.TextDocument.Version, given.ContentChanges)));
        methods.Notification("textDocument/didClose", () => json.DocumentParams, given => Close(given.TextDocument.Uri));
        methods.OptionalRequest("textDocument/hover", () => json.PositionParams, () => json.Hover, (given, call) =>
            Of(given.TextDocument, document => HoverAsync(document, given.Position, call.Cancel)));
        methods.OptionalRequest("textDocument/codeLens", () => json.DocumentParams, () => json.CodeLensArray, (given, _) =>
            Now(given.TextDocument, document => settings().CodeLensEnabled ? CodeLenses.Of(document, readings) : []));
        methods.OptionalRequest("textDocument/inlayHint", () => json.RangeParams, () => json.InlayHintArray, (given, _) =>
            Now(given.TextDocument, document => InlayHints.Of(document, given.Range, readings)));
        methods.OptionalRequest("textDocument/codeAction", () => json.CodeActionParams, () => json.CodeActionArray, (given, _) =>
            Now(given.TextDocument, document => QuickFixes.Of(document, given, readings)));
        methods.OptionalRequest("textDocument/completion", () => json.PositionParams, () => json.CompletionList, (given, call) =>
            Of(given.TextDocument, async document => (CompletionList?)await completions.ReadAsync(document, given.Position, call.Cancel).ConfigureAwait(false)));
        methods.OptionalRequest("textDocument/documentSymbol", () => json.DocumentParams, () => json.DocumentSymbolArray, (given, _) =>
            Now(given.TextDocument, Outline.Symbols));
        methods.OptionalRequest("textDocument/foldingRange", () => json.DocumentParams, () => json.FoldingRangeArray, (given, _) =>
            Now(given.TextDocument, Outline.Folds));
        RegisterOwn(methods);
    }

    /// <inheritdoc/>
    public JsonObject MembersOf(DocumentBlock place, IAnalysis analysis)
    {
        var (document, block) = store.Get(place);
        BlockTrust.Check(block, settings());
        if (analysis.RequestType.Type.IsAssignableTo(typeof(ContributionsRequest)) && block.Expectations.Any(expectation => expectation.IsScore))
        {
            // A person explains this block: its scores are due now, behind the explanation.
            Forget(Task.Run(async () =>
            {
                await readings.ReadAsync(new BlockPlace(document, block), withScores: true, CancellationToken.None).ConfigureAwait(false);
                await TellAsync(document).ConfigureAwait(false);
            }));
        }

        return BlockMembers.Of(block, analysis, new BlockContext { Folder = document.Folder });
    }

    /// <inheritdoc/>
    public Func<InterpException, InterpException> WordsOf(DocumentBlock place, IAnalysis analysis)
    {
        var (_, block) = store.Get(place);
        return failure => DocumentWords.Of(block, analysis.Method, failure);
    }

    private void RegisterOwn(MethodTable methods)
    {
        var json = InterpJsonContext.Default;
        methods.Request("interp/document", () => json.DocumentRequest, () => json.DocumentResult, (given, call) =>
        {
            var document = store.Get(given.TextDocument.Uri);
            return Task.Run(() => documents.ReadAsync(document, given, call.Cancel));
        });
        methods.Request("interp/runExpectations", () => json.DocumentRequest, () => json.DocumentResult, (given, call) =>
        {
            var document = store.Get(given.TextDocument.Uri);
            return Task.Run(async () =>
            {
                var answer = await documents.RunAsync(document, given, call.Cancel).ConfigureAwait(false);
                await TellAsync(document).ConfigureAwait(false);
                return answer;
            });
        });
    }

    private async Task<Hover?> HoverAsync(OpenDocument document, TextPosition position, CancellationToken cancel)
    {
        using var held = attention.Hold();
        return await hovers.ReadAsync(document, position, format, cancel).ConfigureAwait(false);
    }

    /// <summary>Answers from a document as it is now, away from the thread of the state lane; null for one that is not open.</summary>
    private Task<T?> Of<T>(TextDocumentId id, Func<OpenDocument, Task<T?>> answer)
        where T : class => store.Find(id.Uri) is { } document ? Task.Run(() => answer(document)) : Task.FromResult<T?>(null);

    private Task<T?> Now<T>(TextDocumentId id, Func<OpenDocument, T> answer)
        where T : class => Of(id, document => Task.FromResult<T?>(answer(document)));

    private void Follow(OpenDocument? document)
    {
        if (document is not null)
        {
            Forget(watch.ChangedAsync(document));
        }
    }

    private void FollowAll()
    {
        foreach (var document in store.All)
        {
            Follow(document);
        }
    }

    private void Close(string uri)
    {
        if (store.Find(uri) is { } document)
        {
            store.Close(uri);
            Forget(watch.ClosedAsync(document));
        }
    }

    /// <summary>Tells what is known of a document, if it is still the one that is open.</summary>
    private async Task TellAsync(OpenDocument document)
    {
        if (store.Find(document.Uri) == document)
        {
            await watch.TellAsync(document).ConfigureAwait(false);
        }

        await editor.RefreshAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private void Forget(Task work) => work.ContinueWith(
        failed => log.Write("the language features failed", failed.Exception?.GetBaseException() ?? new InvalidOperationException()),
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);
}
