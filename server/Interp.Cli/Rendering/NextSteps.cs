using System.Globalization;
using System.Text;
using Interp.Contracts;

namespace Interp.Cli.Rendering;

/// <summary>What to ask next: the contrast where there was none, else the lens that follows both tokens.</summary>
internal static class NextSteps
{
    // What a shell or a console reads as more than itself between double quotes.
    private const string Special = "\"$`\\!%";

    /// <summary>Writes the line.</summary>
    public static void Write(ExplainResult result, IPage page)
    {
        var steps = new List<Piece> { Piece.Dim("next   ") };
        if (result.Contrast is null && Other(result) is { } other)
        {
            steps.AddRange([new("interp explain", Tone.Verb), Piece.Dim(" … "), "--contrast ", new(other, Tone.Literal), "   "]);
        }

        steps.AddRange([new("interp lens", Tone.Verb), Piece.Dim(" … ")]);
        if (result.Contrast is { } contrast && Quoted(result.Target.Text) is { } first && Quoted(contrast.Text) is { } second)
        {
            steps.AddRange(["--target ", new(first, Tone.Literal), " --contrast ", new(second, Tone.Literal), " "]);
        }

        page.Line([.. steps, "--out lens.svg", "   ", "--json", Piece.Dim(" for all numbers")]);
    }

    /// <summary>The most probable token that is not explained already and can be typed.</summary>
    private static string? Other(ExplainResult result) => result.Predictions
        .SelectMany(prediction => prediction.Top)
        .Where(token => token.Id != result.Target.Id)
        .Select(token => Quoted(token.Text))
        .FirstOrDefault(text => text is not null);

    /// <summary>A token as an argument; null where it is no text of its own, or none that every shell takes as it stands.</summary>
    public static string? Quoted(string text)
    {
        if (text.Trim().Length == 0 || text[0] is '-' or '@' or '#' or '<' || !text.EnumerateRunes().All(IsTyped) || IsCombining(text.EnumerateRunes().First()))
        {
            return null;
        }

        // Digits alone would be an id.
        if (text.All(char.IsAsciiDigit))
        {
            return $"'\"{text}\"'";
        }

        return text.Any(Special.Contains) ? text.Contains('\'', StringComparison.Ordinal) ? null : $"'{text}'" : $"\"{text}\"";
    }

    private static bool IsCombining(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsTyped(Rune rune) => rune.Value == ' '
        || (rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned));
}
