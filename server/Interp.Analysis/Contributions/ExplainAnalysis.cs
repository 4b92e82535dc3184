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
        var (rows, sum) = LayersLevel.Compute(work.Run);
        var levels = work.Levels();
        return new ExplainResult
        {
            Method = Method,
            Model = work.Scope.ModelFacts,
            Run = work.Scope.RunFacts,
            Tokens = work.Prompt.Tokens,
            Predictions = [work.Prediction()],
            Settings = work.Settings(),
            Target = work.Target(),
            Contrast = work.Contrast(),
            Sum = sum,
            Layers = rows,
            Biases = levels.Biases,
            Heads = levels.Heads,
            HeadPositions = levels.HeadPositions,
            FfNeurons = levels.FfNeurons,
            AttentionUnits = levels.AttentionUnits,
            AttentionNeurons = levels.AttentionNeurons,
            Rows = levels.Rows,
            Queries = levels.Queries,
            Warnings = [.. work.Scope.Warnings],
        };
    }
}
