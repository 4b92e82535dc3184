using System.Text;

namespace Interp.Models.Tokenizers.Loading;

/// <summary>BERT's normalising and splitting.</summary>
internal static class BertParts
{
    /// <summary>Longest word in characters.</summary>
    public const int LongestWord = 100;

    /// <summary>White space cuts and is dropped; every punctuation character is a piece.</summary>
    public static IReadOnlyList<ITextSplitter> Splitters { get; } =
    [
        new PatternSplitter(TextPattern.Characters(CharacterClasses.IsWhiteSpace), SplitBehavior.Removed),
        new PatternSplitter(TextPattern.Characters(CharacterClasses.IsPunctuation), SplitBehavior.Isolated),
    ];

    /// <summary>Cleaning, blanks around ideographs, no accents, lower case, as asked for; accents go with the case unless said otherwise.</summary>
    public static ITextNormalizer Normalizer(bool lowercase, bool? stripAccents = null, bool clean = true, bool spaceIdeographs = true)
    {
        var steps = new List<ITextNormalizer>();
        if (clean)
        {
            steps.Add(CharacterFilter.BertCleaning);
        }

        if (spaceIdeographs)
        {
            steps.Add(new IdeographSpacing());
        }

        if (stripAccents ?? lowercase)
        {
            steps.Add(new UnicodeFormNormalizer(NormalizationForm.FormD));
            steps.Add(CharacterFilter.WithoutNonSpacingMarks);
        }

        if (lowercase)
        {
            steps.Add(new LowercaseNormalizer());
        }

        return new NormalizerSequence(steps);
    }
}
