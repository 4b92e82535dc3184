using System.Globalization;
using System.Text;

namespace Interp.Models.Tokenizers;

/// <summary>
/// A normal form of Unicode, aligned as the reference does it: the characters of a decomposition share the range of what they come
/// from, a composed character has the range of its first part.
/// </summary>
internal sealed class UnicodeFormNormalizer(NormalizationForm form) : ITextNormalizer
{
    private readonly NormalizationForm decomposed =
        form is NormalizationForm.FormC or NormalizationForm.FormD ? NormalizationForm.FormD : NormalizationForm.FormKD;

    private bool Composes => form is NormalizationForm.FormC or NormalizationForm.FormKC;

    /// <inheritdoc/>
    public AlignedText Normalize(AlignedText text)
    {
        if (IsNormal(text.Text))
        {
            return text;
        }

        var changes = new List<(Rune Character, int Change)>(text.Text.Length);
        var run = new List<(Rune Character, int Change)>();
        foreach (var character in text.Text.EnumerateRunes())
        {
            var parts = Decompose(character);
            var alone = IsLeftAlone(character);
            if (run.Count > 0 && (alone || !JoinsWhatIsBefore(parts.EnumerateRunes().First())))
            {
                FinishRun(run, changes);
            }

            var change = 0;
            foreach (var part in parts.EnumerateRunes())
            {
                run.Add((part, change));
                change = 1;
            }

            // Marks behind it are ordered among themselves.
            if (alone)
            {
                FinishRun(run, changes);
            }
        }

        FinishRun(run, changes);
        return text.Transform(changes);
    }

    private bool IsNormal(string text)
    {
        if (Ascii.IsValid(text))
        {
            return true;
        }

        foreach (var character in text.EnumerateRunes())
        {
            if (IsLeftAlone(character))
            {
                return false;
            }
        }

        return text.IsNormalized(form);
    }

    private string Decompose(Rune character) => character.IsAscii || IsLeftAlone(character)
        ? character.ToString()
        : character.ToString().Normalize(decomposed);

    /// <summary>Noncharacters, which string.Normalize refuses, and what the reference's tables do not know.</summary>
    private static bool IsLeftAlone(Rune character) =>
        (character.Value & 0xFFFE) == 0xFFFE || character.Value is >= 0xFDD0 and <= 0xFDEF
        || NewerCharacters.IsDecomposed(character.Value) || NewerCharacters.IsMark(character.Value);

    /// <summary>True for what may be reordered with or composed with the character before: marks, and the second and third letters of a Hangul syllable.</summary>
    private static bool JoinsWhatIsBefore(Rune character) => CharacterClasses.IsMark(character) || character.Value is >= 0x1160 and <= 0x11FF;

    /// <summary>Orders (and composes) a run as string.Normalize does and finds for each character what it was made of.</summary>
    private void FinishRun(List<(Rune Character, int Change)> run, List<(Rune Character, int Change)> changes)
    {
        if (run.Count < 2)
        {
            changes.AddRange(run);
            run.Clear();
            return;
        }

        var text = new StringBuilder();
        foreach (var (character, _) in run)
        {
            text.Append(CultureInfo.InvariantCulture, $"{character}");
        }

        var parts = new PartPool(run);
        foreach (var character in text.ToString().Normalize(form).EnumerateRunes())
        {
            var count = 0;
            var change = 0;
            foreach (var part in (Composes ? Decompose(character) : character.ToString()).EnumerateRunes())
            {
                change += parts.Take(part);
                count++;
            }

            changes.Add((character, change - (count - 1)));
        }

        run.Clear();
    }

    /// <summary>The characters of a decomposition, taken out in the order in which equal ones stood.</summary>
    private sealed class PartPool(List<(Rune Character, int Change)> parts)
    {
        private readonly bool[] taken = new bool[parts.Count];
        private int firstLeft;

        public int Take(Rune character)
        {
            while (firstLeft < taken.Length && taken[firstLeft])
            {
                firstLeft++;
            }

            for (var i = firstLeft; i < taken.Length; i++)
            {
                if (!taken[i] && parts[i].Character == character)
                {
                    taken[i] = true;
                    return parts[i].Change;
                }
            }

            return 0;
        }
    }
}
