using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Methods;
using Interp.Daemon.Wire;

namespace Interp.Daemon.Services;

/// <summary>Requests that name a block of an open document in place of a prompt.</summary>
internal sealed class BlockRequests(IEnumerable<IDocumentPrompts> documents)
{
    private const string Document = "document";

    /// <summary>The request with the members of the block that it names, if it names one; what the request says itself goes first.</summary>
    /// <exception cref="InterpException">SettingUnknown, OutOfRange: no such document or block.</exception>
    public JsonElement Complete(IAnalysis analysis, JsonElement request)
    {
        if (Find(request) is not var (prompts, block))
        {
            return request;
        }

        var completed = JsonObject.Create(ParamsReader.Without(request, Document)) ?? [];
        foreach (var (name, value) in prompts.MembersOf(block, analysis))
        {
            // A block may say more than this analysis takes.
            if (!completed.ContainsKey(name) && analysis.RequestType.Properties.Any(property => property.Name == name))
            {
                completed[name] = value?.DeepClone();
            }
        }

        return JsonSerializer.SerializeToElement(completed, WireJsonContext.Default.JsonObject);
    }

    /// <summary>Runs a request, completed; refusals of what its block gave to it are told in the words of the document.</summary>
    /// <remarks>Called on the thread of the state lane; the work begins there too.</remarks>
    /// <exception cref="InterpException">As <see cref="Complete(IAnalysis, JsonElement)"/>, and whatever the work causes.</exception>
    public async Task<T> RunAsync<T>(IAnalysis analysis, JsonElement request, Func<JsonElement, Task<T>> run)
    {
        var completed = Complete(analysis, request);
        if (Find(request) is not var (prompts, block))
        {
            return await run(completed).ConfigureAwait(false);
        }

        var words = prompts.WordsOf(block, analysis);
        try
        {
            return await run(completed).ConfigureAwait(false);
        }
        catch (InterpException failure) when (DocumentWords.MemberOf(failure) is { } member && !request.TryGetProperty(DocumentWords.RootOf(member), out _))
        {
            throw words(failure);
        }
    }

    /// <summary>The same for a request that says its method itself.</summary>
    public JsonElement Complete(JsonElement request) =>
        request.ValueKind == JsonValueKind.Object && request.TryGetProperty(Document, out _)
        && request.TryGetProperty("method", out var method) && method.ValueKind == JsonValueKind.String
            ? Complete(AnalysisRegistry.Find(method.GetString() ?? ""), request)
            : request;

    /// <summary>The block that a request names, and who has it; null where it names none.</summary>
    private (IDocumentPrompts Prompts, DocumentBlock Block)? Find(JsonElement request) =>
        documents.FirstOrDefault() is { } prompts && request.ValueKind == JsonValueKind.Object && request.TryGetProperty(Document, out var place)
            ? (prompts, RequestReader.Record(place, InterpJsonContext.Default.DocumentBlock))
            : null;
}
