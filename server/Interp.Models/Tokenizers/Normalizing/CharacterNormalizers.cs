using System.Text;

namespace Interp.Models.Tokenizers;

/// <summary>Lower case, character by character, without regard to language or position in the word.</summary>
internal sealed class LowercaseNormalizer : CharacterNormalizer
{
    private static readonly Rune CapitalDottedI = new(0x130);
    private static readonly Rune DotAbove = new(0x307);

    /// <inheritdoc/>
    protected override bool Change(Rune character, int unit, AlignedTextBuilder builder)
    {
        var isDottedI = character == CapitalDottedI;
        var lower = isDottedI ? new Rune('i') : Lower(character);
        builder.Append(lower, unit);
        if (isDottedI)
        {
            builder.Append(DotAbove, unit);
        }

        return lower != character;
    }

    /// <summary>Letters of Unicode 16 and 17 that .NET's invariant tables leave as they are.</summary>
    private static Rune Lower(Rune character) => character.Value switch
    {
        0x1C89 => new Rune(0x1C8A),
        0xA7CB => new Rune(0x264),
        0xA7CC or 0xA7CE or 0xA7D2 or 0xA7D4 or 0xA7DA => new Rune(character.Value + 1),
        0xA7DC => new Rune(0x19B),
        >= 0x10D50 and <= 0x10D65 => new Rune(character.Value + 0x20),
        >= 0x16EA0 and <= 0x16EB8 => new Rune(character.Value + 0x1B),
        _ => Rune.ToLowerInvariant(character),
    };
}

/// <summary>Drops the characters that a predicate names, replaces others; what stays keeps its range.</summary>
/// <param name="map">The new character, or null to drop it.</param>
internal sealed class CharacterFilter(Func<Rune, Rune?> map) : CharacterNormalizer
{
    private static readonly Rune Blank = new(' ');

    /// <summary>Without marks of any kind.</summary>
    public static CharacterFilter WithoutMarks { get; } = new(character => CharacterClasses.IsMark(character) ? null : character);

    /// <summary>Without marks that take no room.</summary>
    public static CharacterFilter WithoutNonSpacingMarks { get; } = new(character => CharacterClasses.IsNonSpacingMark(character) ? null : character);

    /// <summary>BERT's cleaning: no control characters, every white space a blank.</summary>
    public static CharacterFilter BertCleaning { get; } = new(character =>
        CharacterClasses.IsDroppedByBert(character) ? null : CharacterClasses.IsWhiteSpace(character) ? Blank : character);

    /// <summary>The cleaning of neural machine translation: no control characters, rare blanks as blanks.</summary>
    public static CharacterFilter Nmt { get; } = new(character => character.Value switch
    {
        (>= 1 and <= 8) or 0xB or (>= 0xE and <= 0x1F) or 0x7F or 0x8F or 0x9F => null,
        9 or 0xA or 0xC or 0xD or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD => Blank,
        _ => character,
    });

    /// <inheritdoc/>
    protected override bool Change(Rune character, int unit, AlignedTextBuilder builder)
    {
        var mapped = map(character);
        if (mapped is { } kept)
        {
            builder.Append(kept, unit);
        }

        return mapped != character;
    }
}

/// <summary>Without white space at the ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : ITextNormalizer
{
    /// <inheritdoc/>
    public AlignedText Normalize(AlignedText text)
    {
        var start = 0;
        var end = text.Text.Length;
        while (left && start < end && char.IsWhiteSpace(text.Text[start]))
        {
            start++;
        }

        while (right && end > start && char.IsWhiteSpace(text.Text[end - 1]))
        {
            end--;
        }

        if (start == 0 && end == text.Text.Length)
        {
            return text;
        }

        var builder = new AlignedTextBuilder(text, end - start);
        builder.Copy(start, end);
        return builder.ToText();
    }
}

/// <summary>A text before the first character, whose range it shares; nothing before an empty text.</summary>
internal sealed class PrependNormalizer(string prefix) : ITextNormalizer
{
    /// <inheritdoc/>
    public AlignedText Normalize(AlignedText text)
    {
        if (text.Text.Length == 0)
        {
            return text;
        }

        var builder = new AlignedTextBuilder(text, text.Text.Length + prefix.Length);
        foreach (var unit in prefix)
        {
            builder.Append(unit, 0);
        }

        builder.Copy(0, text.Text.Length);
        return builder.ToText();
    }
}

/// <summary>A blank around every ideograph.</summary>
internal sealed class IdeographSpacing : CharacterNormalizer
{
    private static readonly Rune Blank = new(' ');

    /// <inheritdoc/>
    protected override bool Change(Rune character, int unit, AlignedTextBuilder builder)
    {
        var spaced = CharacterClasses.IsIdeographOfBert(character.Value);
        if (spaced)
        {
            builder.Append(Blank, unit);
        }

        builder.Append(character, unit);
        if (spaced)
        {
            builder.Append(Blank, unit);
        }

        return spaced;
    }
}

/// <summary>Every byte as the character that spells it.</summary>
internal sealed class ByteLevelNormalizer : ITextNormalizer
{
    /// <inheritdoc/>
    public AlignedText Normalize(AlignedText text) => ByteCharacters.Spell(text);
}
