using System.Globalization;
using System.Text;

namespace Interp.Figures;

/// <summary>A token's text as people can see it: every character leaves a mark, none is interpreted.</summary>
/// <remarks>
/// Spaces are <c>·</c>, line breaks <c>↵</c>, tabs <c>→</c>; control characters, directional marks and other invisible ones are
/// written as <c>[U+200B]</c>; a combining mark without a letter stands on a dotted circle.
/// </remarks>
public static class TokenLabel
{
    /// <summary>Longest label in a picture.</summary>
    public const int PictureLength = 14;

    // Letters and symbols by category that nevertheless leave no ink: Hangul fillers and the blank Braille cell.
    private static readonly int[] blank = [0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800];

    /// <summary>The label of <paramref name="text"/>, cut to <paramref name="longest"/> characters with <c>…</c> at the end.</summary>
    public static string Of(string text, int longest = int.MaxValue)
    {
        if (text.Length == 0)
        {
            return "[empty]";
        }

        var marks = new List<string>();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsCombining(rune) && marks.Count > 0 && !marks[^1].EndsWith(']'))
            {
                marks[^1] += rune.ToString();
            }
            else
            {
                marks.Add(Mark(rune));
            }
        }

        return Cut(marks, longest);
    }

    private static string Mark(Rune rune) => rune.Value switch
    {
        ' ' => "·",
        '\n' => "↵",
        '\t' => "→",
        _ when IsCombining(rune) => "◌" + rune,
        _ when IsInvisible(rune) => string.Create(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]"),
        _ => rune.ToString(),
    };

    private static bool IsCombining(Rune rune) => rune.Value != 0x34F
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static bool IsInvisible(Rune rune) => Array.IndexOf(blank, rune.Value) >= 0 || rune.Value == 0x34F
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
            or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned;

    /// <summary>Joins marks; a mark is kept whole or left out, a boxed one counts its characters.</summary>
    private static string Cut(List<string> marks, int longest)
    {
        var length = marks.Sum(Length);
        if (length <= longest)
        {
            return string.Concat(marks);
        }

        var label = new StringBuilder();
        var used = 1;
        foreach (var mark in marks)
        {
            used += Length(mark);
            if (used > longest)
            {
                break;
            }

            label.Append(mark);
        }

        return label.Append('…').ToString();
    }

    private static int Length(string mark) => mark[0] == '[' ? mark.Length : 1;
}
