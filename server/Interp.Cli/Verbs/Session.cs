using Interp.Analysis;
using Interp.Cli.Commands;
using Interp.Cli.Terminal;
using Interp.Contracts;
using Interp.Runtime;

namespace Interp.Cli.Verbs;

/// <summary>The open models of one invocation, and how its requests are run.</summary>
internal sealed class Session(Invocation invocation) : IDisposable
{
    private readonly ModelStore models = new(invocation.Threads);

    /// <summary>Runs one request, with progress where a person can see it.</summary>
    public AnalysisResult Run(IAnalysis analysis, AnalysisRequest request)
    {
        using var progress = invocation.Console.ErrorIsTerminal && !invocation.Quiet ? new ProgressLine(invocation.Console.Error) : null;
        var result = analysis.Run(request, new AnalysisContext { Models = models, Progress = progress }, invocation.Cancel);
        invocation.Cancel.ThrowIfCancellationRequested();
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => models.Dispose();
}
