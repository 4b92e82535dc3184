using System.Text.Json.Serialization.Metadata;
using Interp.Analysis.Contributions;
using Interp.Contracts;

namespace Interp.Analysis;

/// <summary>
/// Which layers, heads and neurons raise or lower one token's log-probability. After Yu et al., "Exploring the Residual Stream of
/// Transformers" and "Neuron-Level Knowledge Attribution in Large Language Models"; certified lists, biases, contrast and shares are our own.
/// </summary>
public sealed class ContributionsAnalysis : Analysis<ContributionsRequest, ContributionsResult>
{
    /// <inheritdoc/>
    public override string Method => "contributions";

    /// <inheritdoc/>
    public override string Summary => "Which layers, heads and neurons raise or lower a token's log-probability.";

    /// <inheritdoc/>
    public override JsonTypeInfo RequestType => InterpJsonContext.Default.ContributionsRequest;

    /// <inheritdoc/>
    public override JsonTypeInfo ResultType => InterpJsonContext.Default.ContributionsResult;

    /// <inheritdoc/>
    public override JsonTypeInfo PartialType => InterpJsonContext.Default.ContributionsPartial;

    /// <summary>True projects every candidate onto the whole vocabulary even where a bound makes that needless: the comparison for the certified lists.</summary>
    public bool BruteForce { get; init; }

    /// <inheritdoc/>
    public override ContributionsResult Run(ContributionsRequest request, AnalysisContext context, CancellationToken cancel) =>
        Run(request, RequestScope.For(request, context, cancel), context.Progress, cancel);

    /// <summary>The same for a model that is open already.</summary>
    internal ContributionsResult Run(ContributionsRequest request, RequestScope scope, IProgress<AnalysisProgress>? progress, CancellationToken cancel)
    {
        using var work = ContributionWork.Begin(request, PlanDefaults.Contributions, scope, progress, BruteForce, cancel);
        return work.Result(Method);
    }
}
