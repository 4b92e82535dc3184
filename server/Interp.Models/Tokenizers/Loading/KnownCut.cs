using System.Text;

namespace Interp.Models.Tokenizers.Loading;

/// <summary>How byte-level vocabularies in GGUF files cut a text: the file has only a name for it (<c>tokenizer.ggml.pre</c>).</summary>
/// <param name="Splitters">The steps.</param>
/// <param name="Normalizer">What comes before them.</param>
/// <param name="IgnoreMerges">A piece that is an entry is not taken apart.</param>
/// <param name="IsKnown">False where the name is missing or unknown and GPT-2's cut stands in.</param>
internal sealed record KnownCut(IReadOnlyList<ITextSplitter> Splitters, ITextNormalizer? Normalizer = null, bool IgnoreMerges = false, bool IsKnown = true)
{
    /// <summary>The cut of that name.</summary>
    public static KnownCut Of(string? name) => name switch
    {
        "gpt-2" or "gpt2" or "phi-2" or "mpt" or "olmo" => new([new ByteLevelSplitter(addPrefixSpace: false, useRegex: true)]),
        "smollm" or "starcoder" or "refact" => new(
        [
            new PatternSplitter(TextPattern.Characters(CharacterClasses.IsNumeric), SplitBehavior.Isolated),
            new ByteLevelSplitter(addPrefixSpace: false, useRegex: true),
        ]),
        "llama-bpe" or "llama3" or "llama-v3" => new(
            [new PatternSplitter(SplitPatterns.Llama3, SplitBehavior.Isolated), new ByteLevelSplitter(addPrefixSpace: false, useRegex: false)],
            IgnoreMerges: true),
        "qwen2" => new(
            [new PatternSplitter(SplitPatterns.Qwen2, SplitBehavior.Isolated), new ByteLevelSplitter(addPrefixSpace: false, useRegex: false)],
            new UnicodeFormNormalizer(NormalizationForm.FormC)),
        _ => new([new ByteLevelSplitter(addPrefixSpace: false, useRegex: true)], IsKnown: false),
    };
}
