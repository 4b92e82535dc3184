namespace Interp.Models.Tokenizers;

/// <summary>When a word mark is put before a piece.</summary>
internal enum PrependScheme
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>Before the piece that the text begins with.</summary>
    First,

    /// <summary>Before every piece between added tokens.</summary>
    Always,
}

/// <summary>SentencePiece's step: blanks become word marks (usually U+2581), one is put before the text, and each begins a piece.</summary>
internal sealed class MetaspaceSplitter : ITextSplitter
{
    private readonly char mark;
    private readonly PrependScheme scheme;
    private readonly PrependNormalizer prepend;
    private readonly PatternSplitter? splitter;

    /// <summary>The step with its settings.</summary>
    public MetaspaceSplitter(char mark, PrependScheme scheme, bool split)
    {
        this.mark = mark;
        this.scheme = scheme;
        prepend = new PrependNormalizer(mark.ToString());
        splitter = split ? new PatternSplitter(TextPattern.Literal(mark.ToString()), SplitBehavior.MergedWithNext) : null;
    }

    /// <inheritdoc/>
    public List<TextPiece> Split(List<TextPiece> pieces)
    {
        var marked = pieces.ConvertAll(piece => piece.IsAdded ? piece : TextPiece.Whole(Mark(piece)));
        return splitter is null ? marked : splitter.Split(marked);
    }

    private AlignedText Mark(TextPiece piece)
    {
        var text = piece.ToText();
        var isFirst = piece.Source.StartOf(piece.Start) == 0;
        var builder = new AlignedTextBuilder(text, text.Text.Length);
        for (var unit = 0; unit < text.Text.Length; unit++)
        {
            builder.Append(text.Text[unit] == ' ' ? mark : text.Text[unit], unit);
        }

        var marked = builder.ToText();
        var prepends = scheme == PrependScheme.Always || (scheme == PrependScheme.First && isFirst);
        return prepends && marked.Text[0] != mark ? prepend.Normalize(marked) : marked;
    }
}
