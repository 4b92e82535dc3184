namespace Interp.Models.Tokenizers;

/// <summary>Turns one stretch of text into entries of a vocabulary. Safe for use from several threads.</summary>
internal interface IPieceModel
{
    /// <summary>Appends the tokens of <paramref name="piece"/>; what the vocabulary cannot express is noted in <paramref name="into"/>.</summary>
    void Tokenize(ReadOnlySpan<char> piece, PieceTokens into);
}

/// <summary>An entry and the units [Start, End) of the piece that it covers, whole characters.</summary>
internal readonly record struct PieceToken(int Id, int Start, int End);

/// <summary>Collects the tokens of one piece.</summary>
internal sealed class PieceTokens
{
    /// <summary>The tokens, in order.</summary>
    public List<PieceToken> Tokens { get; } = [];

    /// <summary>Units of the piece whose characters no entry expresses and no unknown entry stands for.</summary>
    public List<int> Lost { get; } = [];

    /// <summary>Makes room for the next piece.</summary>
    public void Clear()
    {
        Tokens.Clear();
        Lost.Clear();
    }
}
