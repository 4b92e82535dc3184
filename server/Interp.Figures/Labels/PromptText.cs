using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Interp.Contracts;

namespace Interp.Figures;

/// <summary>A stretch of the prompt: a token, or the tokens that share a character.</summary>
/// <param name="First">Position of its first token.</param>
/// <param name="Last">Position of its last token.</param>
/// <param name="Label">Its text, made visible.</param>
public sealed record PromptPart(int First, int Last, string Label);

/// <summary>The prompt as it was written: bytes of one character that are several tokens are one character again.</summary>
public static partial class PromptText
{
    // A character has at most four bytes; tokens that end one and begin the next go on a little longer.
    private const int MostJoined = 64;

    /// <summary>The parts of the prompt in order; every token belongs to exactly one.</summary>
    /// <param name="tokens">The prompt; tokens without offsets were given as ids and keep their own labels.</param>
    public static IReadOnlyList<PromptPart> Of(IReadOnlyList<TokenInfo> tokens)
    {
        var parts = new List<PromptPart>();
        for (var first = 0; first < tokens.Count;)
        {
            var part = Joined(tokens, first) ?? new PromptPart(first, first, TokenLabel.Of(tokens[first].Text));
            parts.Add(part);
            first = part.Last + 1;
        }

        return parts;
    }

    private static PromptPart? Joined(IReadOnlyList<TokenInfo> tokens, int first)
    {
        var bytes = new List<byte>();
        for (var last = first; last < Math.Min(tokens.Count, first + MostJoined) && HasBytes(tokens[last]); last++)
        {
            AddBytes(tokens[last].Text, bytes);
            if (Utf8.IsValid(CollectionsMarshal.AsSpan(bytes)))
            {
                return new PromptPart(first, last, TokenLabel.Of(Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(bytes))));
            }
        }

        return null;
    }

    /// <summary>True for bytes that are no character; the text <c>&lt;0xE2&gt;</c> itself is as long as its place in the prompt.</summary>
    private static bool HasBytes(TokenInfo token) =>
        token.Start is int start && token.End is int end && end - start < token.Text.Length && ByteMark().IsMatch(token.Text);

    private static void AddBytes(string text, List<byte> bytes)
    {
        var start = 0;
        foreach (Match mark in ByteMark().Matches(text))
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(text[start..mark.Index]));
            bytes.Add(byte.Parse(mark.Groups["hex"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            start = mark.Index + mark.Length;
        }

        bytes.AddRange(Encoding.UTF8.GetBytes(text[start..]));
    }

    [GeneratedRegex("<0x(?<hex>[0-9A-F]{2})>", RegexOptions.CultureInvariant)]
    private static partial Regex ByteMark();
}
