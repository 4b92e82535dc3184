using System.Text;

namespace Interp.Models.Tokenizers;

/// <summary>Puts other characters, or none, in the place of each; what comes of a character has its range.</summary>
internal abstract class CharacterNormalizer : ITextNormalizer
{
    /// <inheritdoc/>
    public AlignedText Normalize(AlignedText text)
    {
        var builder = new AlignedTextBuilder(text, text.Text.Length);
        var unit = 0;
        var changed = false;
        foreach (var character in text.Text.EnumerateRunes())
        {
            changed |= Change(character, unit, builder);
            unit += character.Utf16SequenceLength;
        }

        return changed ? builder.ToText() : text;
    }

    /// <summary>Appends what comes of the character at <paramref name="unit"/>; true where that is not the character alone.</summary>
    protected abstract bool Change(Rune character, int unit, AlignedTextBuilder builder);
}
