using Interp.Analysis;
using Interp.Daemon.Lanes;
using Interp.Daemon.Methods;

namespace Interp.Daemon.Services;

/// <summary>Every analysis of the registry as <c>interp/METHOD</c>.</summary>
internal sealed class AnalysisFeature(AnalysisRunner runner, BlockRequests blocks) : IFeature
{
    /// <inheritdoc/>
    public void Register(MethodTable methods)
    {
        foreach (var analysis in AnalysisRegistry.All)
        {
            methods.Add(new MethodEntry(
                ParamsReader.OwnPrefix + analysis.Method,
                (json, call) => blocks.RunAsync(analysis, json, request => runner.JsonAsync(RequestReader.Read(analysis, request), call.Progress, call.Cancel)),
                IsRequest: true,
                IsAside: false,
                CallPhase.Serving)
            {
                ParamsType = () => analysis.RequestType,
                ResultType = () => analysis.ResultType,
                PartialType = () => analysis.PartialType,
            });
        }
    }
}
