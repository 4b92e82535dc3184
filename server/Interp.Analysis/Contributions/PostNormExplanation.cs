using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>
/// <c>explain</c> of a post-norm model: its prediction and the story of the lens. Scores of parts are left out, for the norm after each sum
/// and the head are no linear maps of what the parts write.
/// </summary>
internal static class PostNormExplanation
{
    private const int PredictionLength = 10;

    /// <summary>Texts of the token that a masked-LM is asked about.</summary>
    private static readonly string[] Masks = ["[MASK]", "<mask>"];

    /// <summary>The result; every setting is checked as for other models.</summary>
    /// <exception cref="InterpException">Any failure that the request causes.</exception>
    public static ExplainResult Run(ExplainRequest request, LensHead head, RequestScope scope, IProgress<AnalysisProgress>? progress, CancellationToken cancel)
    {
        if (request.Mode is not (null or "perLayer"))
        {
            LensModes.Parse(request.Mode, LensMode.PerLayer);
            head.RequireLinear();
        }

        var prompt = scope.Prompt(request);
        var asked = PlanReader.Read(request, PlanDefaults.Explain, prompt, scope.Model) with { Mode = LensMode.PerLayer, Levels = [] };
        var cells = Lens(asked, head, prompt, scope, progress, cancel);
        LensWarnings.Add(scope.Warnings, head, LensMode.PerLayer);
        scope.Warnings.Add("postNorm: the stream of this model is normed after every sum, so scores of layers, heads and neurons would not add up; its prediction and lens are shown instead.");
        WarnOfMask(asked.Position, prompt, scope);
        return Result(asked, head, prompt, scope, cells, cancel);
    }

    private static ExplainResult Result(
        ContributionsPlan asked, LensHead head, Prompt prompt, RequestScope scope, LensCell[] cells, CancellationToken cancel)
    {
        var (target, contrast) = (cells[^1].Target ?? throw new InvalidOperationException("A lens follows a token."), cells[^1].Contrast);
        var zero = AtZero(head, scope, contrast is null ? [target.Id] : [target.Id, contrast.Id], cancel);
        var (ofTarget, ofContrast) = (Followed(target, cells[0].Target, zero[0]), contrast is null ? null : Followed(contrast, cells[0].Contrast, zero[^1]));
        var total = Way(ofTarget) - (ofContrast is null ? 0 : Way(ofContrast));
        return new ExplainResult
        {
            Method = "explain",
            Model = scope.ModelFacts,
            Run = scope.RunFacts,
            Tokens = prompt.Tokens,
            Predictions = [new Prediction { Position = asked.Position, Top = cells[^1].Top }],
            Story = [LensStories.Of(cells)],
            Settings = asked.Settings(target.Id, scale: null, softCapApplied: false),
            Target = ofTarget,
            Contrast = ofContrast,
            Sum = new ContributionSum { Layers = 0, Total = total, Interaction = total },
            Warnings = [.. scope.Warnings],
        };
    }

    private static double Way(FollowedToken token) => token.LogProbFinal - token.LogProbEmbed;

    /// <summary>The cells of the analysed position, the embedding first.</summary>
    private static LensCell[] Lens(
        ContributionsPlan asked, LensHead head, Prompt prompt, RequestScope scope, IProgress<AnalysisProgress>? progress, CancellationToken cancel)
    {
        var plan = new LensPlan
        {
            Mode = LensMode.PerLayer,
            Mid = false,
            Top = PredictionLength,
            Prompt = prompt,
            Positions = [asked.Position],
            Target = asked.Target,
            Contrast = asked.Contrast,
            Follow = asked.Target is null ? "argmax" : null,
            Depths = LensRows.Of(scope.Spec.Layers, mid: false),
        };
        var cells = new LensGrid(scope, head, plan, progress).Read(cancel)[0];
        return asked.Contrast is int contrast && cells[^1].Target?.Id == contrast ? throw TokenChoices.SameToken(contrast, scope.Model) : cells;
    }

    /// <summary>Log-probabilities of <paramref name="tokens"/> where the head reads a zero vector.</summary>
    private static double[] AtZero(LensHead head, RequestScope scope, int[] tokens, CancellationToken cancel)
    {
        var row = new float[head.Width];
        head.Finish(row, 1, cancel);
        var plan = new ReductionPlan { Bias = head.Bias(cancel), Followed = _ => tokens };
        var reduced = VocabularyReducer.Run(scope.Engine, row, 1, plan, _ => FiniteGuard.NotFinite("logits", null, 0), cancel)[0];
        return [.. reduced.Followed.Select(token => token.Value - reduced.LogSumExp)];
    }

    private static FollowedToken Followed(TokenRank final, TokenRank? embed, double zero) => new()
    {
        Id = final.Id,
        Text = final.Text,
        ModelLogProb = final.LogProb,
        ModelRank = final.Rank,
        LogProbZero = zero,
        LogProbEmbed = embed?.LogProb ?? final.LogProb,
        LogProbFinal = final.LogProb,
    };

    /// <summary>The last position is seldom the one that a masked prompt asks about.</summary>
    private static void WarnOfMask(int position, Prompt prompt, RequestScope scope)
    {
        var masks = prompt.Tokens.Index().Where(token => Masks.Contains(token.Item.Text, StringComparer.Ordinal)).Select(token => token.Index).ToList();
        if (masks.Count > 0 && !masks.Contains(position))
        {
            var places = string.Join(", ", masks.Select(mask => mask.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            scope.Warnings.Add($"maskElsewhere: the analysed position is no mask; the prompt has one at position {places} (--position {masks[0]}).");
        }
    }
}
