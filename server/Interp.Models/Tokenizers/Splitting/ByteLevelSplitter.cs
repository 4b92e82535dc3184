namespace Interp.Models.Tokenizers;

/// <summary>GPT-2's step: a blank before the text where asked for, its cut where asked for, and every byte as the character that spells it.</summary>
internal sealed class ByteLevelSplitter(bool addPrefixSpace, bool useRegex) : ITextSplitter
{
    private static readonly PatternSplitter Gpt2 = new(SplitPatterns.Gpt2, SplitBehavior.Isolated);
    private static readonly PrependNormalizer Blank = new(" ");

    /// <inheritdoc/>
    public List<TextPiece> Split(List<TextPiece> pieces)
    {
        if (addPrefixSpace)
        {
            pieces = pieces.ConvertAll(piece => piece.IsAdded || piece.Span.StartsWith(' ') ? piece : TextPiece.Whole(Blank.Normalize(piece.ToText())));
        }

        return Spell(useRegex ? Gpt2.Split(pieces) : pieces);
    }

    /// <summary>Spells all pieces of one source together.</summary>
    private static List<TextPiece> Spell(List<TextPiece> pieces)
    {
        var result = new List<TextPiece>(pieces.Count);
        AlignedText? source = null;
        var spelled = AlignedText.Unchanged("", 0);
        ByteIndex index = default;
        foreach (var piece in pieces)
        {
            if (piece.IsAdded)
            {
                result.Add(piece);
                continue;
            }

            if (piece.Source != source)
            {
                source = piece.Source;
                spelled = ByteCharacters.Spell(source);
                index = new ByteIndex(source.Text);
            }

            result.Add(new TextPiece(spelled, index.BytesBefore(piece.Start), index.BytesBefore(piece.End)));
        }

        return result;
    }

    /// <summary>UTF-8 bytes before a unit, for units asked for in ascending order.</summary>
    private struct ByteIndex(string text)
    {
        private readonly bool isAscii = System.Text.Ascii.IsValid(text);
        private int unit;
        private int bytes;

        public int BytesBefore(int wanted)
        {
            if (isAscii)
            {
                return wanted;
            }

            bytes += ByteRanges.CountOf(text.AsSpan(unit, wanted - unit));
            unit = wanted;
            return bytes;
        }
    }
}
