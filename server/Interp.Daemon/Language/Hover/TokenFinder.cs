using Interp.Contracts;
using Interp.Daemon.Documents;

namespace Interp.Daemon.Language;

/// <summary>Finds tokens by their place in a prompt.</summary>
internal static class TokenFinder
{
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
