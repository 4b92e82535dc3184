using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Runtime;

namespace Interp.Daemon.Tests.Documents;

/// <summary>Runs requests at once, and counts them.</summary>
internal sealed class DirectRunner : IRequestRunner
{
    private static readonly Lazy<ModelStore> Models = new(() => new ModelStore(threads: 2));
    private int runs;

    /// <summary>Requests so far.</summary>
    public int Runs => runs;

    /// <inheritdoc/>
    public Task<AnalysisResult> RunAsync(AnalysisRequest request, CancellationToken cancel)
    {
        Interlocked.Increment(ref runs);
        try
        {
            return Task.FromResult(AnalysisRegistry.Find(request.Method ?? "").Run(request, new AnalysisContext { Models = Models.Value }, cancel));
        }
        catch (InterpException failure)
        {
            return Task.FromException<AnalysisResult>(failure);
        }
    }
}
