using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Runtime;

namespace Interp.Analysis.Tests;

/// <summary>One store of open models for all tests.</summary>
[TestClass]
public static class TestModels
{
    private static readonly Lazy<ModelStore> Store = new(() => new ModelStore(threads: 2));

    /// <summary>What analyses are given.</summary>
    public static AnalysisContext Context => new() { Models = Store.Value };

    [AssemblyCleanup]
    public static void Close()
    {
        if (Store.IsValueCreated)
        {
            Store.Value.Dispose();
        }
    }

    /// <summary>The answer to a request as JSON: a result, or an error in its place.</summary>
    public static JsonElement Answer(JsonNode request)
    {
        try
        {
            using var document = JsonDocument.Parse(request.ToJsonString());
            var (analysis, read) = RequestReader.Read(document.RootElement);
            return JsonSerializer.SerializeToElement(analysis.Run(read, Context, CancellationToken.None), analysis.ResultType);
        }
        catch (InterpException refusal)
        {
            return JsonSerializer.SerializeToElement(ErrorResponses.From(refusal), InterpJsonContext.Default.ErrorResponse);
        }
    }

    /// <summary>Runs a typed request.</summary>
    public static TResult Run<TRequest, TResult>(Analysis<TRequest, TResult> analysis, TRequest request)
        where TRequest : AnalysisRequest
        where TResult : AnalysisResult => analysis.Run(request, Context, CancellationToken.None);
}
