using System.Text.Json.Serialization.Metadata;
using Interp.Contracts;
using Interp.Runtime;

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
        var top = Settings.Count("top", request.Top, 10);
        var scope = RequestScope.For(request, context, cancel);
        var prompt = request.Embeddings is { } rows ? Prompt.OfEmbeddings(GivenEmbeddings.Read(rows, request, scope.Model)) : scope.Prompt(request);
        var positions = prompt.Positions("positions", request.Positions);
        var taps = TapPatterns.Expand(request.Taps ?? [], scope.Spec);
        var predicts = scope.Spec.Vocabulary > 0;
        using var pass = scope.Engine.Forward(prompt.Input, [.. taps, .. predicts ? Predictions.Taps(scope.Model) : []], null, cancel);
        return new ForwardResult
        {
            Method = Method,
            Model = scope.ModelFacts,
            Settings = new ForwardSettings { Taps = request.Taps ?? [], Positions = positions, Top = top },
            Tokens = request.Embeddings is null ? prompt.Tokens : null,
            Predictions = predicts ? Predictions.Of(scope, pass, positions, top, cancel) : null,
            Taps = request.Taps is null ? null : taps.ToDictionary(name => name, name => TapResults.Of(pass[name], scope.Spec)),
            Run = scope.RunFacts,
            Warnings = [.. scope.Warnings],
        };
    }
}
