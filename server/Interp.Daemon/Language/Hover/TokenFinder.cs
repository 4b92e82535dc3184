using System.Globalization;
using Interp.Contracts;
using Interp.Daemon.Documents;

namespace Interp.Daemon.Language;

/// <summary>Tokens that are a character together, or one token.</summary>
/// <param name="First">Position of the first one.</param>
/// <param name="Last">Position of the last one.</param>
/// <param name="Start">Offset into the prompt of their first character.</param>
/// <param name="End">Offset behind their last one.</param>
internal readonly record struct TokenStretch(int First, int Last, int Start, int End);

/// <summary>Finds tokens by their place in a prompt.</summary>
internal static class TokenFinder
{
    /// <summary>The tokens of what a reader sees as the character at an offset, where it is several tokens, else the token that holds it; null where none does.</summary>
    public static TokenStretch? StretchAt(IReadOnlyList<TokenInfo> tokens, string prompt, int offset)
    {
        if (At(tokens, prompt, offset) is not int position || tokens[position] is not { Start: int start, End: int end })
        {
            return null;
        }

        var (from, to) = CharacterAt(prompt, offset);
        var (first, last) = (position, position);
        while (first > 0 && IsPart(first - 1))
        {
            first--;
        }

        while (last + 1 < tokens.Count && IsPart(last + 1))
        {
            last++;
        }

        return first == last || !IsPart(position)
            ? new TokenStretch(position, position, start, end)
            : new TokenStretch(first, last, Math.Max(from, tokens[first].Start ?? from), to);

        // A token that has other characters too, but for blanks in front, says more than its share of this one.
        bool IsPart(int index) => tokens[index] is { Start: int left, End: int right } && right > from && right <= to
            && (left >= from || prompt.AsSpan(left, from - left).IsWhiteSpace());
    }

    /// <summary>The character, as a reader sees it, that holds an offset.</summary>
    private static (int Start, int End) CharacterAt(string prompt, int offset)
    {
        var start = offset == 0 ? 0 : prompt.LastIndexOf('\n', offset - 1) + 1;
        while (true)
        {
            var end = start + StringInfo.GetNextTextElementLength(prompt, start);
            if (end > offset)
            {
                return (start, end);
            }

            start = end;
        }
    }

    /// <summary>Position of the token that holds a character; null between the halves of a surrogate pair and where no token stands.</summary>
    /// <remarks>Several tokens may share a character; the last one completes it.</remarks>
    public static int? At(IReadOnlyList<TokenInfo> tokens, string prompt, int offset)
    {
        if (offset >= prompt.Length || (offset > 0 && char.IsLowSurrogate(prompt[offset]) && char.IsHighSurrogate(prompt[offset - 1])))
        {
            return null;
        }

        for (var index = tokens.Count - 1; index >= 0; index--)
        {
            if (tokens[index] is { Start: int start, End: int end } && start <= offset && offset < end)
            {
                return index;
            }
        }

        return null;
    }

    /// <summary>Where a token stands in its document.</summary>
    public static TextRange RangeOf(TokenInfo token, PromptMap prompt) => prompt.RangeOf(token.Start ?? 0, token.End ?? 0);
}
