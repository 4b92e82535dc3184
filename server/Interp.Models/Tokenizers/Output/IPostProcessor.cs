namespace Interp.Models.Tokenizers;

/// <summary>A step after the vocabulary: it trims offsets or adds control tokens.</summary>
internal interface IPostProcessor
{
    /// <summary>Changes the tokens of <paramref name="text"/>; control tokens are added only where <paramref name="special"/> is true.</summary>
    void Process(string text, List<RawToken> tokens, bool special);
}

/// <summary>Control tokens before and after the text, each at [0,0].</summary>
internal sealed class TemplatePostProcessor(IReadOnlyList<int> before, IReadOnlyList<int> after) : IPostProcessor
{
    /// <inheritdoc/>
    public void Process(string text, List<RawToken> tokens, bool special)
    {
        if (special)
        {
            tokens.InsertRange(0, before.Select(id => new RawToken(id, 0, 0, "")));
            tokens.AddRange(after.Select(id => new RawToken(id, 0, 0, "")));
        }
    }
}

/// <summary>Takes blanks at the ends of byte-level tokens out of their offsets, as the reference does.</summary>
internal sealed class OffsetTrimming(bool addPrefixSpace) : IPostProcessor
{
    /// <inheritdoc/>
    public void Process(string text, List<RawToken> tokens, bool special)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            var leading = CountBlanks(token.Surface, fromEnd: false);
            var trailing = CountBlanks(token.Surface, fromEnd: true);
            var (start, end) = (token.Start, token.End);
            if (leading > 0)
            {
                // The blank that the splitter put before the text is in no offset.
                var isAdded = addPrefixSpace && leading == 1 && (i == 0 || start == 0);
                start = Math.Min(Moved(text, start, isAdded ? 0 : leading), end);
            }

            if (trailing > 0)
            {
                end = Math.Max(Moved(text, end, -trailing), start);
            }

            tokens[i] = token with { Start = start, End = end };
        }
    }

    /// <summary>The unit that many characters further on, or further back; the reference counts characters of the text, blank or not.</summary>
    private static int Moved(string text, int unit, int characters)
    {
        for (; characters > 0 && unit < text.Length; characters--)
        {
            unit += char.IsHighSurrogate(text[unit]) ? 2 : 1;
        }

        for (; characters < 0 && unit > 0; characters++)
        {
            unit -= char.IsLowSurrogate(text[unit - 1]) ? 2 : 1;
        }

        return unit;
    }

    private static int CountBlanks(string surface, bool fromEnd)
    {
        var count = 0;
        while (count < surface.Length && IsBlank(surface[fromEnd ? surface.Length - 1 - count : count]))
        {
            count++;
        }

        return count;
    }

    private static bool IsBlank(char unit) => unit == ByteCharacters.Blank || char.IsWhiteSpace(unit);
}
