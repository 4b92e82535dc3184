using Interp.Contracts;
using Interp.Models;
using Interp.Numerics;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>The work on one request of contributions or explain, from the checks to the levels.</summary>
internal sealed class ContributionWork : IDisposable
{
    private const int PredictionLength = 10;
    private readonly RequestScope scope;
    private readonly Prompt prompt;
    private readonly ForwardPass pass;
    private readonly float[] modelLogits;

    private ContributionWork(RequestScope scope, Prompt prompt, ForwardPass pass, float[] modelLogits, ContributionRun run)
    {
        this.scope = scope;
        this.prompt = prompt;
        Run = run;
        this.pass = pass;
        this.modelLogits = modelLogits;
    }

    public ContributionRun Run { get; }

    private ContributionsPlan Plan => Run.Plan;

    /// <summary>Checks the request, runs the prompt, reads the states of the stream.</summary>
    /// <exception cref="InterpException">Any failure that the request causes.</exception>
    public static ContributionWork Begin(
        ContributionsRequest request, PlanDefaults defaults, RequestScope scope, IProgress<AnalysisProgress>? progress, bool bruteForce, CancellationToken cancel)
    {
        var head = LensHead.Of(scope.Engine);
        head.RequireLinear();
        if (scope.Model.Weights.FinalNorm is null || scope.Spec.Layers == 0 || scope.Spec.FfWidth == 0)
        {
            throw new InterpException(
                ErrorKind.NotAvailable, $"{scope.Model.Name} has no final norm, no layer or no feed-forward.", "Choose another model, or another analysis.");
        }

        var prompt = scope.Prompt(request);
        var plan = PlanReader.Read(request, defaults, prompt, scope.Model);
        var pass = scope.Engine.Forward(prompt.Input, NeededTaps.Of(plan, scope.Model), Layers(progress, scope.Spec), cancel);
        try
        {
            return Read(scope, prompt, plan, pass, head, bruteForce, progress, cancel);
        }
        catch
        {
            pass.Dispose();
            throw;
        }
    }

    /// <summary>The whole result, level by level; time and warnings are those of all the work.</summary>
    public ContributionsResult Result(string method)
    {
        var (rows, sum) = LayersLevel.Compute(Run);
        return new ContributionsResult
        {
            Method = method,
            Model = scope.ModelFacts,
            Tokens = prompt.Tokens,
            Settings = Plan.Settings(Run.Bases.Target, Run.Readout.Scale, Run.Readout.IsCapped),
            Target = FollowedTokens.Target(Run, modelLogits),
            Contrast = FollowedTokens.Contrast(Run, modelLogits),
            Sum = sum,
            Layers = rows,
            Biases = Plan.Has(LevelNames.Biases) ? VectorLevels.Biases(Run) : null,
            Heads = Plan.Has(LevelNames.Heads) ? HeadLevels.Heads(Run) : null,
            HeadPositions = Plan.Has(LevelNames.HeadPositions) ? PartLevels.HeadPositions(Run) : null,
            FfNeurons = Plan.Has(LevelNames.FfNeurons) ? PartLevels.FfNeurons(Run) : null,
            AttentionUnits = Plan.Has(LevelNames.AttentionUnits) ? PartLevels.AttentionUnits(Run) : null,
            AttentionNeurons = Plan.Has(LevelNames.AttentionNeurons) ? PartLevels.AttentionNeurons(Run) : null,
            Rows = Plan.Rows is { } parts ? VectorLevels.Named(Run, parts) : null,
            Queries = Plan.Queries is { } queries ? QueryAnalysis.Compute(Run, queries) : null,
            Run = scope.RunFacts,
            Warnings = [.. scope.Warnings],
        };
    }

    /// <summary>The model's own prediction at the analysed position.</summary>
    public Prediction Prediction()
    {
        var best = new RankedHeap(PredictionLength, greatest: true);
        best.Offer(modelLogits, 0);
        return new Prediction { Position = Plan.Position, Top = scope.Texts.Probabilities(best.Sorted(), ExponentialSums.Log(modelLogits)) };
    }

    /// <inheritdoc/>
    public void Dispose() => pass.Dispose();

    private static ContributionWork Read(
        RequestScope scope,
        Prompt prompt,
        ContributionsPlan plan,
        ForwardPass pass,
        LensHead head,
        bool bruteForce,
        IProgress<AnalysisProgress>? progress,
        CancellationToken cancel)
    {
        CheckFinite(pass, plan.Position, scope.Spec);
        var point = new StreamPoint(scope.Model, pass, plan.Position);
        var readout = new Readout(head, scope.Model, plan.Mode, pass[TapName.FinalScale].Row(plan.Position)[0]);
        var states = StateValues.Compute(point, readout, scope.Engine, cancel);
        var target = plan.Target ?? FollowedTokens.Best(states.ModelLogits);
        if (plan.Contrast == target)
        {
            throw TokenChoices.SameToken(target, scope.Model);
        }

        LensWarnings.Add(scope.Warnings, head, plan.Mode);
        var bases = new Bases(point, readout, states, target, plan.Contrast, cancel);
        return new ContributionWork(scope, prompt, pass, states.ModelLogits, new ContributionRun(plan, scope, bases, bruteForce, progress, cancel));
    }

    private static void CheckFinite(ForwardPass pass, int position, ModelSpec spec)
    {
        for (var layer = 0; layer < spec.Layers; layer++)
        {
            foreach (var name in (string[])[TapName.ResidPre(layer), TapName.Z(layer), TapName.ResidMid(layer), TapName.MlpPost(layer)])
            {
                if (pass.Has(name))
                {
                    FiniteGuard.Check(pass[name], layer, [position]);
                }
            }
        }

        FiniteGuard.Check(pass[TapName.ResidPost(spec.Layers - 1)], spec.Layers - 1, [position]);
        FiniteGuard.Check(pass[TapName.FinalNormalized], null, [position]);
    }

    private static LayerProgress? Layers(IProgress<AnalysisProgress>? progress, ModelSpec spec) =>
        progress is not null ? new LayerProgress(new Throttle(progress, "forward", spec.Layers)) : null;

    private sealed class LayerProgress(Throttle throttle) : IProgress<int>
    {
        public void Report(int value) => throttle.Report(value);
    }
}
