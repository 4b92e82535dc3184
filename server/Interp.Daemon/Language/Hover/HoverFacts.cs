using System.Globalization;
using Interp.Contracts;
using Interp.Figures;

namespace Interp.Daemon.Language;

/// <summary>What the picture of a hover shows, in sentences.</summary>
internal static class HoverFacts
{
    /// <summary>One or two sentences as words, labels of tokens apart.</summary>
    public static IReadOnlyList<IReadOnlyList<HoverWord>> Of(LensResult lens, string followed, string? contrast, IReadOnlyList<TokenRank> course)
    {
        var facts = new List<IReadOnlyList<HoverWord>>();
        var story = lens.Story[0];
        if (contrast is not null)
        {
            facts.Add(story.LeadsFrom is int leads
                ? [Token(followed), Text(" leads "), Token(contrast), Text($" {From(lens.Rows[leads])}.")]
                : [Token(followed), Text(" is not above "), Token(contrast), Text(" at the end.")]);
        }

        facts.Add(story.FirstFrom is int first
            ? [Token(followed), Text($" is first of all tokens {From(lens.Rows[first])}.")]
            : [Token(followed), Text($" has rank {NumberText.Count(course[^1].Rank)} at the end.")]);
        return facts;
    }

    /// <summary>Where the course of the followed token begins and where it ends.</summary>
    public static string Ends(IReadOnlyList<TokenRank> course) => $"{Nats(course[0])} after layer 0, {Nats(course[^1])} at the end.";

    private static string From(LensRow row) => row.Layer is int layer ? string.Create(CultureInfo.InvariantCulture, $"from layer {layer} on") : "from the embedding on";

    private static string Nats(TokenRank token) => NumberText.Nats(token.LogProb).Replace('-', '−');

    private static HoverWord Token(string label) => new(label);

    private static HoverWord Text(string text) => new(text, IsToken: false);
}
