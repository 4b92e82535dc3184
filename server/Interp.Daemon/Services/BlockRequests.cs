using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Analysis;
using Interp.Contracts;
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
        if (documents.FirstOrDefault() is not { } prompts || request.ValueKind != JsonValueKind.Object || !request.TryGetProperty(Document, out var place))
        {
            return request;
        }

        var block = RequestReader.Record(place, InterpJsonContext.Default.DocumentBlock);
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

    /// <summary>The same for a request that says its method itself.</summary>
    public JsonElement Complete(JsonElement request) =>
        request.ValueKind == JsonValueKind.Object && request.TryGetProperty(Document, out _)
        && request.TryGetProperty("method", out var method) && method.ValueKind == JsonValueKind.String
            ? Complete(AnalysisRegistry.Find(method.GetString() ?? ""), request)
            : request;
}
