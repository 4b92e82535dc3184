using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>Runs requests; their <c>method</c> says which analysis.</summary>
public interface IRequestRunner
{
    /// <summary>Runs one request.</summary>
    /// <exception cref="InterpException">What the request causes.</exception>
    Task<AnalysisResult> RunAsync(AnalysisRequest request, CancellationToken cancel);
}
