using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Lanes;

namespace Interp.Daemon.Language;

/// <summary>Requests of the language features in the lanes of the daemon.</summary>
internal sealed class LaneRequests(AnalysisRunner runner) : IRequestRunner
{
    /// <inheritdoc/>
    public Task<AnalysisResult> RunAsync(AnalysisRequest request, CancellationToken cancel)
    {
        // The answer at one position is what a person who hovers or types waits for.
        var lane = request is ForwardRequest { Taps: null, Positions.Length: 1 } ? Lane.Quick : AnalysisRunner.LaneOf(request);
        return runner.RunAsync(request, lane, null, cancel);
    }
}
