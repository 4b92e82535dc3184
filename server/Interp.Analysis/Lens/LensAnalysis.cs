using System.Text.Json.Serialization.Metadata;
using Interp.Contracts;

namespace Interp.Analysis;

/// <summary>What each depth of the stream would say at each position: tokens x layers.</summary>
public sealed class LensAnalysis : Analysis<LensRequest, LensResult>
{
    /// <inheritdoc/>
    public override string Method => "lens";

    /// <inheritdoc/>
    public override string Summary => "What each layer would predict at each token (logit lens).";

    /// <inheritdoc/>
    public override JsonTypeInfo RequestType => InterpJsonContext.Default.LensRequest;

    /// <inheritdoc/>
    public override JsonTypeInfo ResultType => InterpJsonContext.Default.LensResult;

    /// <inheritdoc/>
    public override JsonTypeInfo PartialType => InterpJsonContext.Default.LensPartial;

    /// <inheritdoc/>
    public override LensResult Run(LensRequest request, AnalysisContext context, CancellationToken cancel)
    {
        var mode = LensModes.Parse(request.Mode, LensMode.PerLayer);
        var top = Settings.Count("top", request.Top, 5);
        var follow = Settings.OneOf("follow", request.Follow, "argmax", "argmax", "next");
        var scope = RequestScope.For(request, context, cancel);
        var head = LensHead.Of(scope.Engine);
        if (mode != LensMode.PerLayer)
        {
            head.RequireLinear();
        }

        var prompt = scope.Prompt(request);
        var (target, contrast) = TokenChoices.ResolvePair(request.Target, request.Contrast, scope.Model);
        var plan = new LensPlan
        {
            Mode = mode,
            Mid = request.Mid ?? false,
            Top = top,
            Prompt = prompt,
            Positions = prompt.Positions("positions", request.Positions),
            Target = target,
            Contrast = contrast,
            Follow = target is null ? follow : null,
            Depths = LensRows.Of(scope.Spec.Layers, request.Mid ?? false),
        };
        LensWarnings.Add(scope.Warnings, head, mode);
        var cells = new LensGrid(scope, head, plan, context.Progress).Read(cancel);
        return Result(scope, head, plan, cells);
    }

    private LensResult Result(RequestScope scope, LensHead head, LensPlan plan, LensCell[][] cells) => new()
    {
        Method = Method,
        Model = scope.ModelFacts,
        Settings = new LensSettings
        {
            Mode = LensModes.NameOf(plan.Mode),
            Mid = plan.Mid,
            Top = plan.Top,
            Follow = plan.Follow,
            Target = plan.Target,
            Contrast = plan.Contrast,
            SoftCapApplied = plan.Mode == LensMode.PerLayer && head.Cap is not null,
        },
        Tokens = plan.Prompt.Tokens,
        Positions = plan.Positions,
        Rows = [.. plan.Depths.Select(depth => depth.Row)],
        Cells = cells,
        Story = [.. cells.Select(LensStories.Of)],
        Run = scope.RunFacts,
        Warnings = [.. scope.Warnings],
    };
}
