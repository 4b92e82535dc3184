using System.Globalization;
using System.Text;

namespace Interp.Models.Tokenizers;

/// <summary>Character classes as the reference's tables have them.</summary>
internal static class CharacterClasses
{
    /// <summary>White space of Unicode.</summary>
    public static bool IsWhiteSpace(Rune character) => Rune.IsWhiteSpace(character);

    /// <summary>Decimal digits, letter numbers and other numbers.</summary>
    public static bool IsNumeric(Rune character) => Rune.GetUnicodeCategory(character)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>ASCII's punctuation and Unicode's, up to version 8 as in the reference: what came later is none.</summary>
    public static bool IsPunctuation(Rune character)
    {
        if (character.IsAscii)
        {
            return char.IsAscii((char)character.Value) && !char.IsAsciiLetterOrDigit((char)character.Value)
                && character.Value is > ' ' and < 0x7F;
        }

        // U+166D and U+111C9 were punctuation then.
        return (Rune.IsPunctuation(character) && !NewerCharacters.IsPunctuation(character.Value)) || character.Value is 0x166D or 0x111C9;
    }

    /// <summary>Letters, marks, decimal digits, letter numbers, connecting punctuation, enclosed letters and joiners.</summary>
    public static bool IsWord(Rune character) => Rune.GetUnicodeCategory(character) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation => true,
        _ => IsEnclosedLetter(character.Value) || character.Value is 0x200C or 0x200D,
    };

    /// <summary>Circled, parenthesised-as-square and negative letters, which Unicode counts as alphabetic.</summary>
    public static bool IsEnclosedLetter(int value) =>
        value is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);

    /// <summary>Marks that take no room of their own.</summary>
    public static bool IsNonSpacingMark(Rune character) =>
        // U+1734 and U+1171E were such marks then.
        (Rune.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark && !NewerCharacters.IsNonSpacingMark(character.Value))
        || character.Value is 0x1734 or 0x1171E;

    /// <summary>Marks of any kind.</summary>
    public static bool IsMark(Rune character)
    {
        var isMark = Rune.GetUnicodeCategory(character)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
        // U+1CF2 and U+1CF3 were marks then.
        return (isMark && !NewerCharacters.IsMark(character.Value)) || character.Value is 0x1CF2 or 0x1CF3;
    }

    /// <summary>What BERT's cleaning drops: NUL, U+FFFD, and control, format and private-use characters other than tab and line ends.</summary>
    public static bool IsDroppedByBert(Rune character)
    {
        if (character.Value is '\t' or '\n' or '\r')
        {
            return false;
        }

        return character.Value is 0 or 0xFFFD || (Rune.GetUnicodeCategory(character)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
            && !NewerCharacters.IsFormat(character.Value));
    }

    /// <summary>CJK ideographs as BERT lists them (its gap below U+2B920 included).</summary>
    public static bool IsIdeographOfBert(int value) =>
        value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
            or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
