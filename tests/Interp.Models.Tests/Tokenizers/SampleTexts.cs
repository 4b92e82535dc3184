using CsCheck;

namespace Interp.Models.Tests.Tokenizers;

/// <summary>Random texts of what tokenizers trip over.</summary>
internal static class SampleTexts
{
    private static readonly string[] Fragments =
    [
        "the", "Paris", " capital", "I'm", "we'LL", "it'ſ", " ", "  ", "\t", "\n", "\r\n", "\n\n\n", "\u00A0", "\u3000", "\u2028", "0", "7", "1234567", "Ⅷ", "²", "٣",
        "é", "e\u0301", "a\u0323\u0301", "\u0301", "ß", "İ", "ſ", "Å", "\u212B", "ﬁ", "가", "\u1100\u1161\u11A8", "क्षि", "漢字", "日本", "ｶﾞ", "\u200B", "\u200D", "\uFEFF",
        "😀", "👩\u200D👩\u200D👧", "🇩🇪", "𝐇", "𝟏", "\U0001F130", "\U0001D165", "<", "|", "</s>", "<unk>", "<|endoftext|>", "<|im_start|>", "##", "▁", "Ġ", "-", "--", "_",
        ".", "...", ",", "!?", "'", "\"", "#", "@", "=", "==", "/", "\\", "(", ")", "\0", "\u0007", "\uFFFD", "\uFFFE", "\uD83D", "\uDE00", "x", "Z", "zzzz", "ing", "tion",
    ];

    /// <summary>Up to 24 fragments; halves of surrogate pairs among them.</summary>
    public static Gen<string> Any { get; } = Gen.Int[0, Fragments.Length - 1].Select(index => Fragments[index]).Array[0, 24].Select(parts => string.Concat(parts));

    /// <summary>The same with every unpaired half as U+FFFD.</summary>
    public static string WellFormed(string text)
    {
        var units = text.ToCharArray();
        for (var i = 0; i < units.Length; i++)
        {
            if (char.IsHighSurrogate(units[i]) && i + 1 < units.Length && char.IsLowSurrogate(units[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(units[i]))
            {
                units[i] = '\uFFFD';
            }
        }

        return new string(units);
    }
}
