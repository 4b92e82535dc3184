using Interp.Models;

namespace Interp.Analysis.Tests;

/// <summary>A tokenizer of a fixed list of spellings: the longest that fits is taken, from left to right.</summary>
internal sealed class SpelledTokenizer(params string[] spellings) : ITextTokenizer
{
    public string Kind => "spelled";

    public int Size => spellings.Length;

    public TokenizedText Encode(string text, bool special)
    {
        var tokens = new List<TextToken>();
        for (var start = 0; start < text.Length;)
        {
            var id = Enumerable.Range(0, Size).Where(candidate => text.AsSpan(start).StartsWith(spellings[candidate], StringComparison.Ordinal)).MaxBy(candidate => spellings[candidate].Length);
            tokens.Add(new TextToken(id, start, start + spellings[id].Length));
            start += spellings[id].Length;
        }

        return new TokenizedText(tokens, text.Contains('?', StringComparison.Ordinal) ? ["bytes: a question mark was seen"] : []);
    }

    public string TextOf(int id) => id < Size ? spellings[id] : $"#{id}";

    public bool IsSpecial(int id) => false;

    public IReadOnlyList<int> IdsOf(string text) => [.. Enumerable.Range(0, Size).Where(id => spellings[id] == text)];
}
