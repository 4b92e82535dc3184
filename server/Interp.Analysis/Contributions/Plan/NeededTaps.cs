using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>The taps that a plan reads.</summary>
internal static class NeededTaps
{
    /// <summary>Names, without repetitions.</summary>
    public static IReadOnlyCollection<string> Of(ContributionsPlan plan, Model model)
    {
        var spec = model.Spec;
        var taps = new HashSet<string>(StringComparer.Ordinal) { TapName.FinalScale, TapName.FinalNormalized, TapName.ResidPost(spec.Layers - 1) };
        var patterns = PatternsOf(plan, model).ToArray();
        for (var layer = 0; layer < spec.Layers; layer++)
        {
            taps.UnionWith([TapName.ResidPre(layer), TapName.ResidMid(layer)]);
            foreach (var name in patterns)
            {
                taps.Add(name(layer));
            }
        }

        if (plan.Queries is not null)
        {
            taps.Add(TapName.Embed);
        }

        return taps;
    }

    private static IEnumerable<Func<int, string>> PatternsOf(ContributionsPlan plan, Model model)
    {
        // A branch norm's divisor is that of the whole branch output, whichever part is looked at.
        var branchNorms = model.Weights.Layers.Any(layer => layer.AttentionBranchNorm is not null || layer.FeedForwardBranchNorm is not null);
        Func<int, string>[] outputs = [TapName.AttnOut, TapName.MlpOut];
        Func<int, string>[] sources = [TapName.Value, TapName.Pattern];
        Func<int, string>[] scales = model.Spec.InputNorms ? [TapName.Ln1Scale, TapName.Ln2Scale] : [];
        Func<int, string>[] reads = [.. scales, TapName.Value, TapName.MlpPre, .. outputs];
        return
        [
            .. plan.Has(LevelNames.Layers) || model.Spec.Order == BlockOrder.Parallel ? outputs : [],
            .. branchNorms || plan.Rows is not null || plan.Has(LevelNames.Heads) || plan.Has(LevelNames.AttentionUnits) ? [TapName.Z] : Array.Empty<Func<int, string>>(),
            .. branchNorms || plan.Rows is not null || plan.Has(LevelNames.FfNeurons) || plan.Queries is not null ? [TapName.MlpPost] : Array.Empty<Func<int, string>>(),
            .. ReadsSources(plan) ? sources : [],
            .. plan.Queries is not null ? reads : [],
            .. plan.Queries is not null && model.Spec.Gated ? [TapName.MlpPreLinear] : Array.Empty<Func<int, string>>(),
        ];
    }

    private static bool ReadsSources(ContributionsPlan plan) =>
        plan.Has(LevelNames.HeadPositions)
        || plan.Has(LevelNames.AttentionNeurons)
        || (plan.Reads && plan.Has(LevelNames.Heads))
        || plan.Queries is { Of: { Level: LevelNames.AttentionNeurons } or { Parts: not null } };
}
