using Interp.Models;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>The taps that a plan reads.</summary>
internal static class NeededTaps
{
    /// <summary>Names, without repetitions.</summary>
    public static IReadOnlyCollection<string> Of(ContributionsPlan plan, ModelSpec spec)
    {
        var taps = new HashSet<string>(StringComparer.Ordinal) { TapName.FinalScale, TapName.FinalNormalized, TapName.ResidPost(spec.Layers - 1) };
        for (var layer = 0; layer < spec.Layers; layer++)
        {
            taps.UnionWith([TapName.ResidPre(layer), TapName.ResidMid(layer), TapName.AttnOut(layer), TapName.MlpOut(layer)]);
            taps.UnionWith([TapName.Z(layer), TapName.MlpPost(layer)]);
            if (ReadsSources(plan))
            {
                taps.UnionWith([TapName.Value(layer), TapName.Pattern(layer)]);
            }

            if (plan.Queries is not null)
            {
                taps.UnionWith([TapName.Embed, TapName.Ln1Scale(layer), TapName.Ln2Scale(layer), TapName.Value(layer), TapName.MlpPre(layer)]);
                if (spec.Gated)
                {
                    taps.Add(TapName.MlpPreLinear(layer));
                }
            }
        }

        return taps;
    }

    private static bool ReadsSources(ContributionsPlan plan) =>
        plan.Has(LevelNames.HeadPositions)
        || plan.Has(LevelNames.AttentionNeurons)
        || (plan.Reads && plan.Has(LevelNames.Heads))
        || plan.Queries is { Of: { Level: LevelNames.AttentionNeurons } or { Parts: not null } };
}
