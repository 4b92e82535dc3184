namespace Interp.Models;

/// <summary>Text to token ids with offsets, and ids to texts, exactly as the model's own tokenizer does. Safe for use from several threads.</summary>
public interface ITextTokenizer
{
    /// <summary>Kind as users know it, e.g. <c>byte-level BPE</c>.</summary>
    string Kind { get; }

    /// <summary>Number of ids, added tokens included.</summary>
    int Size { get; }

    /// <summary>What a reader must know of this tokenizer, e.g. that its cut is not known; each begins with a code and a colon.</summary>
    IReadOnlyList<string> Warnings => [];

    /// <summary>Tokens of <paramref name="text"/>; with <paramref name="special"/>, those that the post-processor adds too.</summary>
    TokenizedText Encode(string text, bool special);

    /// <summary>What the token adds to a text; bytes that are no UTF-8 on their own as <c>&lt;0xE2&gt;</c>; <c>#id</c> without an entry.</summary>
    string TextOf(int id);

    /// <summary>True for control tokens, which are never what a plain text names.</summary>
    bool IsSpecial(int id);

    /// <summary>Ids of the non-special tokens whose <see cref="TextOf"/> is exactly <paramref name="text"/>.</summary>
    IReadOnlyList<int> IdsOf(string text);
}

/// <summary>Result of a tokenisation.</summary>
/// <param name="Tokens">In order.</param>
/// <param name="Warnings">Those of the tokenizer and those of the text, e.g. <c>bytesLost: ...</c> for what the vocabulary cannot express.</param>
public sealed record TokenizedText(IReadOnlyList<TextToken> Tokens, IReadOnlyList<string> Warnings);

/// <summary>A token and its UTF-16 offsets into the text as given; added ones have [0,0].</summary>
public readonly record struct TextToken(int Id, int Start, int End);
