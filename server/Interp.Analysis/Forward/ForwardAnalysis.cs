using System.Text.Json.Serialization.Metadata;
using Interp.Contracts;

namespace Interp.Analysis;

/// <summary>Predictions and any taps of one forward pass.</summary>
public sealed class ForwardAnalysis : Analysis<ForwardRequest, ForwardResult>
{
    /// <inheritdoc/>
    public override string Method => "forward";

    /// <inheritdoc/>
    public override string Summary => "What the model predicts at each position, and any of its activations.";

    /// <inheritdoc/>
    public override JsonTypeInfo RequestType => InterpJsonContext.Default.ForwardRequest;

    /// <inheritdoc/>
    public override JsonTypeInfo ResultType => InterpJsonContext.Default.ForwardResult;

    /// <inheritdoc/>
    public override ForwardResult Run(ForwardRequest request, AnalysisContext context, CancellationToken cancel)
    {
        var scope = RequestScope.For(request, context, cancel);
        throw new NotSupportedException(scope.Model.Name);
    }
}
