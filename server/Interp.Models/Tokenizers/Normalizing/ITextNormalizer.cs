namespace Interp.Models.Tokenizers;

/// <summary>A change of the text before it is split. Safe for use from several threads.</summary>
internal interface ITextNormalizer
{
    /// <summary>The changed text with its alignment.</summary>
    AlignedText Normalize(AlignedText text);
}

/// <summary>One after the other.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<ITextNormalizer> steps) : ITextNormalizer
{
    /// <inheritdoc/>
    public AlignedText Normalize(AlignedText text)
    {
        foreach (var step in steps)
        {
            text = step.Normalize(text);
        }

        return text;
    }
}
