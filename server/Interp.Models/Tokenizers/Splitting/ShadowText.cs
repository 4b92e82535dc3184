using System.Globalization;
using System.Text;

namespace Interp.Models.Tokenizers;

/// <summary>
/// A text in which every character beyond the basic plane is replaced by one of the basic plane with the same class: .NET's regular
/// expressions see surrogate halves where the reference sees letters, digits and symbols.
/// </summary>
internal readonly struct ShadowText
{
    private readonly int[]? unitOfPosition;

    private ShadowText(string text, int[]? unitOfPosition)
    {
        Text = text;
        this.unitOfPosition = unitOfPosition;
    }

    /// <summary>The replaced text; empty where nothing had to be replaced.</summary>
    public string Text { get; }

    /// <summary>True where the text stands for itself.</summary>
    public bool IsSame => unitOfPosition is null;

    /// <summary>Unit of the text as it was at a position of the shadow.</summary>
    public int UnitOf(int position) => unitOfPosition is null ? position : unitOfPosition[position];

    /// <summary>The shadow of <paramref name="text"/>.</summary>
    public static ShadowText Of(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return new("", null);
        }

        var shadow = new StringBuilder(text.Length);
        var units = new List<int>(text.Length + 1);
        var unit = 0;
        foreach (var character in text.EnumerateRunes())
        {
            shadow.Append(character.IsBmp ? (char)character.Value : StandIn(character));
            units.Add(unit);
            unit += character.Utf16SequenceLength;
        }

        units.Add(unit);
        return new(shadow.ToString(), [.. units]);
    }

    /// <summary>Rare characters, so that no pattern names one of them by itself.</summary>
    private static char StandIn(Rune character) => Rune.GetUnicodeCategory(character) switch
    {
        UnicodeCategory.UppercaseLetter => '\u10A0',
        UnicodeCategory.LowercaseLetter => '\u2D00',
        UnicodeCategory.TitlecaseLetter => '\u1F88',
        UnicodeCategory.ModifierLetter => '\uA015',
        UnicodeCategory.OtherLetter => '\uA000',
        UnicodeCategory.NonSpacingMark => '\uA66F',
        UnicodeCategory.SpacingCombiningMark => '\uA823',
        UnicodeCategory.EnclosingMark => '\uA670',
        UnicodeCategory.DecimalDigitNumber => '\uA620',
        UnicodeCategory.LetterNumber => '\uA6E6',
        UnicodeCategory.OtherNumber => '\uA830',
        UnicodeCategory.ConnectorPunctuation => '\uFE33',
        UnicodeCategory.DashPunctuation => '\u1400',
        UnicodeCategory.OpenPunctuation => '\u2768',
        UnicodeCategory.ClosePunctuation => '\u2769',
        UnicodeCategory.InitialQuotePunctuation => '\u2E02',
        UnicodeCategory.FinalQuotePunctuation => '\u2E03',
        UnicodeCategory.OtherPunctuation => '\uA673',
        UnicodeCategory.MathSymbol => '\u2A00',
        UnicodeCategory.CurrencySymbol => '\uA838',
        UnicodeCategory.ModifierSymbol => '\uA700',
        UnicodeCategory.Format => '\u2060',
        UnicodeCategory.PrivateUse => '\uE000',
        UnicodeCategory.OtherSymbol => CharacterClasses.IsEnclosedLetter(character.Value) ? '\u24B6' : '\uA490',
        _ => '\uFFFE',
    };
}
