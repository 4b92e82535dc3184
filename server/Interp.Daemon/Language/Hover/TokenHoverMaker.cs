using System.Text.Json;
using Interp.Contracts;
using Interp.Daemon.Language.Protocol;
using Interp.Figures;

namespace Interp.Daemon.Language;

/// <summary>Turns a lens at one position into a hover.</summary>
internal static class TokenHoverMaker
{
    // Rows of the table, its header included, are at most twelve.
    private const int MostRows = 11;
    private const int UsualStep = 4;
    private const int MostPieces = 16;

    /// <summary>The hover.</summary>
    /// <param name="lens">One position.</param>
    /// <param name="next">The model's own answer there.</param>
    /// <param name="stretch">The tokens that are hovered over; the lens is at the last one.</param>
    /// <param name="prompt">The prompt's text.</param>
    /// <param name="target">What the links name.</param>
    /// <param name="rows">Most rows of layers.</param>
    public static TokenHover Make(LensResult lens, IReadOnlyList<TokenProbability> next, TokenStretch stretch, string prompt, CommandTarget target, int rows)
    {
        LensCell[] cells = [.. lens.Rows.Zip(lens.Cells[0]).Where(entry => entry.First.Row == "out").Select(entry => entry.Second)];
        TokenRank[] course = [.. cells.Select(cell => cell.Target).OfType<TokenRank>()];
        TokenRank[] contrast = [.. cells.Select(cell => cell.Contrast).OfType<TokenRank>()];
        var tokens = lens.Tokens ?? [];
        var position = lens.Positions[0];
        var labels = new TokenLabels(
            [.. cells.SelectMany(cell => cell.Top.Take(BlockReadings.Words)).Concat(next).Concat(course.Take(1)).Concat(contrast.Take(1)).Select(token => (token.Id, token.Text))],
            TokenLabel.PictureLength);
        var followed = Label(course[0]);
        return new TokenHover
        {
            Token = stretch.First == stretch.Last ? MarkupText.Label(tokens[position].Text) : CharacterLabel(prompt[stretch.Start..stretch.End]),
            Pieces = stretch.First == stretch.Last ? [] : Pieces([.. tokens.Skip(stretch.First).Take(stretch.Last - stretch.First + 1)]),
            Count = stretch.Last - stretch.First + 1,
            Id = tokens[position].Id,
            Position = position,
            Last = tokens.Count - 1,
            Next = [.. next.Select(token => new HoverWord(Label(token), NumberText.PercentWithUnit(token.Prob), IsStrong: token.Id == course[0].Id))],
            Mode = lens.Settings.Mode,
            Followed = followed,
            Contrast = contrast.Length > 0 ? Label(contrast[0]) : null,
            Rows = [.. Layers(cells.Length, Math.Clamp(rows, 1, MostRows)).Select(Row)],
            Facts = HoverFacts.Of(lens, followed, contrast.Length > 0 ? Label(contrast[0]) : null, course),
            Ends = HoverFacts.Ends(course),
            Picture = LensSparkline.Svg(
                [.. course.Select(token => token.LogProb)],
                contrast.Length > 0 ? [.. contrast.Select(token => token.LogProb)] : null,
                $"log-probability of {followed} after each layer"),
            Links = [("Explain here", Address("interp.explain", target)), ("Lens", Address("interp.showLens", target))],
        };

        string Label(TokenProbability token) => MarkupText.Isolated(labels.Of(token.Id, token.Text));

        HoverRow Row(int layer) => new(
            layer,
            [.. cells[layer].Top.Take(BlockReadings.Words).Select(token => new HoverWord(Label(token), IsStrong: token.Id == course[0].Id))],
            NumberText.Count(course[layer].Rank));
    }

    /// <summary>A character as its readers know it; one that is a single code point may need a mark to be seen.</summary>
    private static string CharacterLabel(string text) => text.EnumerateRunes().Count() is > 1 and <= TokenLabel.PictureLength ? MarkupText.Isolated(text) : MarkupText.Label(text);

    private static string[] Pieces(TokenInfo[] tokens)
    {
        string[] labels = [.. tokens.Take(MostPieces).Select(token => MarkupText.Label(token.Text))];
        return tokens.Length > MostPieces ? [.. labels, "…"] : labels;
    }

    /// <summary>A link that runs a command.</summary>
    public static string Address(string command, CommandTarget target) =>
        $"command:{command}?{Uri.EscapeDataString(JsonSerializer.Serialize([target], LanguageJsonContext.Default.CommandTargetArray))}";

    /// <summary>Every fourth layer and the last; fewer where they would be too many, but near the end as many as there is room for.</summary>
    public static IReadOnlyList<int> Layers(int count, int most)
    {
        var step = UsualStep;
        while (step < count && ((count - 2) / step) + 2 > most)
        {
            step += count > 4 * UsualStep ? UsualStep : 1;
        }

        if (most == 1)
        {
            return [count - 1];
        }

        int[] layers = [.. Enumerable.Range(0, count - 1).Where(layer => layer % step == 0), count - 1];
        var late = (count - 2) / UsualStep * UsualStep;
        return layers.Length < most && late > 0 && !layers.Contains(late) ? [.. layers[..^1], late, count - 1] : layers;
    }
}
