using System.Text.Json.Serialization.Metadata;
using Interp.Contracts;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>Any vectors of the stream's width in words of the vocabulary.</summary>
public sealed class ProjectAnalysis : Analysis<ProjectRequest, ProjectResult>
{
    /// <inheritdoc/>
    public override string Method => "project";

    /// <inheritdoc/>
    public override string Summary => "Neurons, heads, taps or given vectors in words of the vocabulary.";

    /// <inheritdoc/>
    public override JsonTypeInfo RequestType => InterpJsonContext.Default.ProjectRequest;

    /// <inheritdoc/>
    public override JsonTypeInfo ResultType => InterpJsonContext.Default.ProjectResult;

    /// <inheritdoc/>
    public override ProjectResult Run(ProjectRequest request, AnalysisContext context, CancellationToken cancel)
    {
        var (top, bottom) = (Settings.Count("top", request.Top, 10), Settings.Count("bottom", request.Bottom, 10));
        var mode = Settings.OneOf("mode", request.Mode, "auto", "auto", "weights", "frozen", "author", "perLayer");
        if (request.Vectors is not { Length: > 0 } vectors)
        {
            throw Settings.Unknown("vectors", "No vector is given.", "Give at least one in `vectors`.");
        }

        var scope = RequestScope.For(request, context, cancel);
        var head = LensHead.Of(scope.Engine);
        if (mode is not ("auto" or "perLayer"))
        {
            head.RequireLinear();
        }

        var prompt = scope.OptionalPrompt(request);
        var planner = new VectorPlanner(scope.Model, prompt);
        var plan = new ProjectPlan
        {
            Mode = mode,
            OnlyMode = head.IsLinear ? null : LensMode.PerLayer,
            Top = top,
            Bottom = bottom,
            Entropy = request.Entropy ?? true,
            Target = TokenChoices.Resolve("target", request.Target, scope.Model),
            Prompt = prompt,
            Position = Position(request, mode, prompt),
            Vectors = [.. vectors.Select((vector, index) => planner.Plan(vector, $"vectors[{index}]"))],
        };
        foreach (var used in plan.Vectors.Select(plan.ModeOf).Distinct())
        {
            LensWarnings.Add(scope.Warnings, head, used);
        }

        var projected = new Projector(scope, head, plan).Project(cancel);
        return Result(scope, head, plan, projected);
    }

    private static int? Position(ProjectRequest request, string mode, Prompt? prompt)
    {
        if (prompt is not null)
        {
            return prompt.Position("position", request.Position ?? -1);
        }

        if (request.Position is not null)
        {
            throw Prompt.Missing("`position`");
        }

        return mode is "frozen" or "author" ? throw Prompt.Missing($"Mode {mode}") : null;
    }

    private ProjectResult Result(RequestScope scope, LensHead head, ProjectPlan plan, ProjectedVector[] vectors) => new()
    {
        Method = Method,
        Model = scope.ModelFacts,
        Settings = new ProjectSettings
        {
            Mode = plan.Mode,
            Position = plan.Position,
            Top = plan.Top,
            Bottom = plan.Bottom,
            Target = plan.Target,
            Entropy = plan.Entropy,
            SoftCapApplied = head.Cap is not null && plan.Vectors.All(vector => plan.ModeOf(vector) == LensMode.PerLayer),
        },
        Tokens = plan.Prompt?.Tokens,
        Vectors = vectors,
        Run = scope.RunFacts,
        Warnings = [.. scope.Warnings],
    };
}
