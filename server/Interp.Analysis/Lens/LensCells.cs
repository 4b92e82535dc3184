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
    public static IReadOnlyList<TokenProbability> Top(RowReduction row, int top, TokenTexts texts)
    {
        var list = new TokenProbability[Math.Min(top, row.Top.Count)];
        for (var index = 0; index < list.Length; index++)
        {
            var (id, value) = row.Top[index];
            var logProb = value - row.LogSumExp;
            list[index] = new TokenProbability { Id = id, Text = texts[id], Logit = value, LogProb = logProb, Prob = Math.Exp(logProb) };
        }

        return list;
    }

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
