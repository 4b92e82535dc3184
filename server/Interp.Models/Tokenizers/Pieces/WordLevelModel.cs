namespace Interp.Models.Tokenizers;

/// <summary>One entry a piece, or the unknown one.</summary>
internal sealed class WordLevelModel(Vocabulary vocabulary, string? unknown) : IPieceModel
{
    private readonly int unknownId = unknown is null ? -1 : vocabulary.IdOf(unknown);

    /// <inheritdoc/>
    public void Tokenize(ReadOnlySpan<char> piece, PieceTokens into)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        if (vocabulary.TryGetId(piece, out var id) || (id = unknownId) >= 0)
        {
            into.Tokens.Add(new PieceToken(id, 0, piece.Length));
        }
        else
        {
            for (var unit = 0; unit < piece.Length; unit++)
            {
                into.Lost.Add(unit);
            }
        }
    }
}
