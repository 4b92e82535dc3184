using Interp.Contracts;
using Interp.Numerics;

namespace Interp.Analysis.Contributions;

/// <summary>Target and contrast in the model's own output and at the ends of the analysed stream.</summary>
internal static class FollowedTokens
{
    /// <summary>The token with the greatest logit, of equal ones that with the smallest id.</summary>
    public static int Best(ReadOnlySpan<float> logits)
    {
        var best = new RankedHeap(1, greatest: true);
        best.Offer(logits, 0);
        return best.Sorted()[0].Id;
    }

    /// <summary>Facts of the target.</summary>
    public static FollowedToken Target(ContributionRun run, float[] modelLogits) => Follow(run, modelLogits, run.Bases.Target, run.Bases.LogProb);

    /// <summary>Facts of the contrast; null without one.</summary>
    public static FollowedToken? Contrast(ContributionRun run, float[] modelLogits) =>
        run.Bases.Contrast is int contrast ? Follow(run, modelLogits, contrast, run.Bases.LogProbContrast) : null;

    private static FollowedToken Follow(ContributionRun run, float[] modelLogits, int token, Func<int, double> logProb)
    {
        var greater = 0;
        foreach (var logit in modelLogits)
        {
            greater += logit > modelLogits[token] ? 1 : 0;
        }

        return new FollowedToken
        {
            Id = token,
            Text = run.Scope.Texts[token],
            ModelLogProb = modelLogits[token] - ExponentialSums.Log(modelLogits),
            ModelRank = 1 + greater,
            LogProbZero = logProb(StreamStates.Zero),
            LogProbEmbed = logProb(StreamStates.Pre(0)),
            LogProbFinal = logProb(StreamStates.Final(run.Spec.Layers)),
        };
    }
}
