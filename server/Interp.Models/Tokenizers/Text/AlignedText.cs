using System.Text;

namespace Interp.Models.Tokenizers;

/// <summary>
/// A text that was changed on its way to the vocabulary, and where each of its UTF-16 units comes from in the text as given.
/// Both units of a surrogate pair carry the range of the whole character. Immutable.
/// </summary>
internal sealed class AlignedText
{
    private readonly int[]? starts;
    private readonly int[]? ends;

    private AlignedText(string text, int origin, int[]? starts, int[]? ends)
    {
        Text = text;
        Origin = origin;
        this.starts = starts;
        this.ends = ends;
    }

    /// <summary>The text as it is now.</summary>
    public string Text { get; }

    /// <summary>Where this part begins in the text as given.</summary>
    public int Origin { get; }

    /// <summary>True where unit i of <see cref="Text"/> is unit <see cref="Origin"/> + i of the text as given.</summary>
    public bool IsUnchanged => starts is null;

    /// <summary>A part of the text as given, unchanged; <paramref name="origin"/> is where it begins there.</summary>
    public static AlignedText Unchanged(string text, int origin) => new(text, origin, null, null);

    /// <summary>A text with the source range of each unit.</summary>
    public static AlignedText Changed(string text, int origin, int[] starts, int[] ends) => new(text, origin, starts, ends);

    /// <summary>Where the character of unit <paramref name="unit"/> begins in the text as given.</summary>
    public int StartOf(int unit)
    {
        if (starts is not null)
        {
            return starts[unit];
        }

        return Origin + (IsSecondHalf(unit) ? unit - 1 : unit);
    }

    /// <summary>Where the character of unit <paramref name="unit"/> ends in the text as given.</summary>
    public int EndOf(int unit)
    {
        if (ends is not null)
        {
            return ends[unit];
        }

        return Origin + (unit + 1 < Text.Length && IsSecondHalf(unit + 1) ? unit + 2 : unit + 1);
    }

    /// <summary>The part [<paramref name="start"/>, <paramref name="end"/>) as a text of its own.</summary>
    public AlignedText Part(int start, int end)
    {
        if (start == 0 && end == Text.Length && (starts is null || Text.Length == 0 || Origin == starts[0]))
        {
            return this;
        }

        var part = Text[start..end];
        if (starts is null || ends is null)
        {
            return new(part, Origin + start, null, null);
        }

        return new(part, start < end ? starts[start] : Origin, starts[start..end], ends[start..end]);
    }

    /// <summary>
    /// The text that a list of changes makes. Each new character either replaces the next old one (change 0), replaces it and removes
    /// the n after it (-n), or is inserted (1) and then shares the range of the unit before. The reference's alignment, step by step.
    /// </summary>
    /// <param name="changes">The new characters in order.</param>
    public AlignedText Transform(IEnumerable<(Rune Character, int Change)> changes)
    {
        var builder = new AlignedTextBuilder(this, Text.Length + 8);
        var position = 0;
        foreach (var (character, change) in changes)
        {
            var source = change > 0 ? position - 1 : Math.Min(position, Text.Length - 1);
            builder.Append(character, source);
            for (var removed = change > 0 ? 0 : 1 - change; removed > 0 && position < Text.Length; removed--)
            {
                position += CharacterLength(position);
            }
        }

        return builder.ToText();
    }

    /// <summary>Units of the character at <paramref name="unit"/>: 1 or 2.</summary>
    public int CharacterLength(int unit) => char.IsHighSurrogate(Text[unit]) && unit + 1 < Text.Length ? 2 : 1;

    private bool IsSecondHalf(int unit) => unit > 0 && char.IsLowSurrogate(Text[unit]) && char.IsHighSurrogate(Text[unit - 1]);
}
