using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Lanes;
using Interp.Daemon.Methods;
using Interp.Daemon.Wire;

namespace Interp.Daemon.Services;

/// <summary>Every analysis of the registry as <c>interp/METHOD</c>.</summary>
internal sealed class AnalysisFeature(AnalysisRunner runner, IEnumerable<IDocumentPrompts> documents) : IFeature
{
    private const string Document = "document";

    /// <inheritdoc/>
    public void Register(MethodTable methods)
    {
        foreach (var analysis in AnalysisRegistry.All)
        {
            methods.Add(new MethodEntry(
                ParamsReader.OwnPrefix + analysis.Method,
                (json, call) => runner.JsonAsync(RequestReader.Read(analysis, WithPrompt(analysis, json)), call.Progress, call.Cancel),
                IsRequest: true,
                IsAside: false,
                CallPhase.Serving)
            {
                ParamsType = analysis.RequestType,
                ResultType = analysis.ResultType,
                PartialType = analysis.PartialType,
            });
        }
    }

    /// <summary>The request with the members of the block that it names; what the request says itself goes first.</summary>
    private JsonElement WithPrompt(IAnalysis analysis, JsonElement json)
    {
        if (documents.FirstOrDefault() is not { } prompts || !json.TryGetProperty(Document, out var place))
        {
            return json;
        }

        var block = RequestReader.Record(place, InterpJsonContext.Default.DocumentBlock);
        var request = JsonObject.Create(ParamsReader.Without(json, Document)) ?? [];
        foreach (var (name, value) in prompts.MembersOf(block, analysis))
        {
            // A block may say more than this analysis takes.
            if (!request.ContainsKey(name) && analysis.RequestType.Properties.Any(property => property.Name == name))
            {
                request[name] = value?.DeepClone();
            }
        }

        return JsonSerializer.SerializeToElement(request, WireJsonContext.Default.JsonObject);
    }
}
