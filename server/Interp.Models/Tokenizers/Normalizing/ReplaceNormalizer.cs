namespace Interp.Models.Tokenizers;

/// <summary>Replaces every match; the new text shares the range of the last character that it replaces.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, string content) : ITextNormalizer
{
    /// <inheritdoc/>
    public AlignedText Normalize(AlignedText text)
    {
        AlignedTextBuilder? builder = null;
        var copied = 0;
        foreach (var (start, end) in pattern.MatchesIn(text.Text))
        {
            builder ??= new AlignedTextBuilder(text, text.Text.Length + content.Length);
            builder.Copy(copied, start);
            foreach (var unit in content)
            {
                builder.Append(unit, end - 1);
            }

            copied = end;
        }

        if (builder is null)
        {
            return text;
        }

        builder.Copy(copied, text.Text.Length);
        return builder.ToText();
    }
}
