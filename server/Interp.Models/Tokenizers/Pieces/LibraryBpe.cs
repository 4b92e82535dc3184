using Microsoft.ML.Tokenizers;

namespace Interp.Models.Tokenizers;

/// <summary>Microsoft.ML.Tokenizers' byte-pair engine for pieces whose characters are all entries.</summary>
internal sealed class LibraryBpe
{
    /// <summary>Longest piece in units: its time grows with the square of the length (60,000 syllables: 3.5 s).</summary>
    public const int LongestPiece = 512;

    private readonly BpeTokenizer engine;

    private LibraryBpe(BpeTokenizer engine)
    {
        this.engine = engine;
    }

    /// <summary>The engine, or null where the merges are not to be had in its form "left right", hold a pair twice, or are damaged (which <see cref="BpeMerger"/> then names).</summary>
    public static LibraryBpe? TryCreate(Vocabulary vocabulary, MergeList merges)
    {
        if (merges.AsLines(vocabulary) is not { } lines || vocabulary.Count == 0)
        {
            return null;
        }

        try
        {
            return new(BpeTokenizer.Create(new BpeOptions(vocabulary.Ids) { Merges = lines, PreTokenizer = null, Normalizer = null }));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Appends the tokens of a piece.</summary>
    public void Tokenize(ReadOnlySpan<char> piece, List<PieceToken> into)
    {
        foreach (var token in engine.EncodeToTokens(piece, out _, considerPreTokenization: false, considerNormalization: false))
        {
            into.Add(new PieceToken(token.Id, token.Offset.Start.Value, token.Offset.End.Value));
        }
    }
}
