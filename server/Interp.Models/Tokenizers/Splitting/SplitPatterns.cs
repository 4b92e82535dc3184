using System.Text.RegularExpressions;

namespace Interp.Models.Tokenizers;

/// <summary>The patterns that most vocabularies are cut with, compiled with the program.</summary>
internal static partial class SplitPatterns
{
    /// <summary>How Llama 3's pattern is written in tokenizer.json.</summary>
    public const string Llama3Source =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>How Qwen 2's pattern is written in tokenizer.json.</summary>
    public const string Qwen2Source =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>How GPT-2's pattern is written.</summary>
    public const string Gpt2Source = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>GPT-2's cut: contractions, words, numbers and signs with one blank before them, other blanks.</summary>
    public static TextPattern Gpt2 { get; } = TextPattern.Expression(Gpt2Expression());

    /// <summary>Llama 3's cut: numbers in groups of up to three digits, line ends by themselves.</summary>
    public static TextPattern Llama3 { get; } = TextPattern.Expression(Llama3Expression());

    /// <summary>Qwen 2's cut: as Llama 3's with single digits.</summary>
    public static TextPattern Qwen2 { get; } = TextPattern.Expression(Qwen2Expression());

    [GeneratedRegex(Gpt2Source, RegexOptions.CultureInvariant)]
    private static partial Regex Gpt2Expression();

    // The reference folds U+017F to s.
    [GeneratedRegex(
        @"'(?:[sS\u017F]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        RegexOptions.CultureInvariant)]
    private static partial Regex Llama3Expression();

    [GeneratedRegex(
        @"'(?:[sS\u017F]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        RegexOptions.CultureInvariant)]
    private static partial Regex Qwen2Expression();
}
