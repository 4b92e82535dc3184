using Interp.Contracts;
using Interp.Figures;

namespace Interp.Cli.Rendering;

/// <summary>What stands above every result: the model, how it was run, whether it was verified, what the numbers are.</summary>
internal static class PageHead
{
    /// <summary>Writes the head and an empty line.</summary>
    public static void Write(AnalysisResult result, IPage page, params IReadOnlyList<Piece> more)
    {
        var facts = new List<Piece>();
        if (result.Model is { } model)
        {
            facts.Add(Piece.Dim(model.Name));
        }

        if (result.Run is { } run)
        {
            facts.Add(Piece.Dim($"{run.Provider} {run.Precision}"));
            facts.Add(Badge(run.Verified.Badge));
        }

        facts.AddRange(more);
        if (facts.Count > 0)
        {
            page.Facts([.. facts]);
            page.Line();
        }
    }

    /// <summary>A badge as a word with a mark.</summary>
    public static Piece Badge(string badge) => badge switch
    {
        "verified" => new("✓ verified", Tone.Good),
        "refused" => new("✗ refused", Tone.Caution),
        _ => Piece.Dim(badge),
    };

    /// <summary>A token of the prompt with its position, e.g. <c>4 ·is</c>.</summary>
    public static string Position(IReadOnlyList<TokenInfo>? tokens, int position, int longest = int.MaxValue) =>
        tokens is not null && position < tokens.Count
            ? $"{NumberText.Count(position)} {TokenLabel.Of(tokens[position].Text, longest)}"
            : NumberText.Count(position);
}
