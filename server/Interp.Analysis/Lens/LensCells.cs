using Interp.Contracts;

namespace Interp.Analysis;

/// <summary>Reductions as cells of a result.</summary>
internal static class LensCells
{
    /// <summary>A cell with the <paramref name="top"/> most probable tokens; the first followed token is the target, the second the contrast.</summary>
    public static LensCell Of(RowReduction row, int top, TokenTexts texts) => new()
    {
        Top = Top(row, top, texts),
        Entropy = row.EntropyBits,
        Target = row.Followed.Count > 0 ? Ranked(row, row.Followed[0], texts) : null,
        Contrast = row.Followed.Count > 1 ? Ranked(row, row.Followed[1], texts) : null,
    };

    /// <summary>The most probable tokens of a row, at most <paramref name="top"/>.</summary>
    public static IReadOnlyList<TokenProbability> Top(RowReduction row, int top, TokenTexts texts) =>
        texts.Probabilities([.. row.Top.Take(top)], row.LogSumExp);

    private static TokenRank Ranked(RowReduction row, RankedToken token, TokenTexts texts)
    {
        var logProb = token.Value - row.LogSumExp;
        return new TokenRank
        {
            Id = token.Id,
            Text = texts[token.Id],
            Logit = token.Value,
            LogProb = logProb,
            Prob = Math.Exp(logProb),
            Rank = token.Rank,
        };
    }
}
