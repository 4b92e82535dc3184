using System.Text.Json.Serialization.Metadata;
using Interp.Analysis.Contributions;
using Interp.Contracts;

namespace Interp.Analysis;

/// <summary>Contributions as the answer to "where does this prediction come from", with the prediction itself.</summary>
public sealed class ExplainAnalysis : Analysis<ExplainRequest, ExplainResult>
{
    /// <inheritdoc/>
    public override string Method => "explain";

    /// <inheritdoc/>
    public override string Summary => "What the model predicts, and which layers, heads and neurons made it.";

    /// <inheritdoc/>
    public override JsonTypeInfo RequestType => InterpJsonContext.Default.ExplainRequest;

    /// <inheritdoc/>
    public override JsonTypeInfo ResultType => InterpJsonContext.Default.ExplainResult;

    /// <inheritdoc/>
    public override JsonTypeInfo PartialType => InterpJsonContext.Default.ContributionsPartial;

    /// <inheritdoc/>
    public override ExplainResult Run(ExplainRequest request, AnalysisContext context, CancellationToken cancel) =>
        Run(request, RequestScope.For(request, context, cancel), context.Progress, cancel);

    /// <summary>The same for a model that is open already.</summary>
    internal ExplainResult Run(ExplainRequest request, RequestScope scope, IProgress<AnalysisProgress>? progress, CancellationToken cancel)
    {
        if (LensHead.Of(scope.Engine) is { IsLinear: false } head)
        {
            return PostNormExplanation.Run(request, head, scope, progress, cancel);
        }

        using var work = ContributionWork.Begin(request, PlanDefaults.Explain, scope, progress, bruteForce: false, cancel);
        return new ExplainResult(work.Result(Method), [work.Prediction()]);
    }
}
