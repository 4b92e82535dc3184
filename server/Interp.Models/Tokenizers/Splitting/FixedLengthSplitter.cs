namespace Interp.Models.Tokenizers;

/// <summary>Pieces of a fixed number of characters.</summary>
internal sealed class FixedLengthSplitter(int length) : ITextSplitter
{
    /// <inheritdoc/>
    public List<TextPiece> Split(List<TextPiece> pieces)
    {
        var result = new List<TextPiece>(pieces.Count);
        foreach (var piece in pieces)
        {
            if (piece.IsAdded)
            {
                result.Add(piece);
                continue;
            }

            for (var start = piece.Start; start < piece.End;)
            {
                var end = start;
                for (var characters = 0; characters < length && end < piece.End; characters++)
                {
                    end += piece.Source.CharacterLength(end);
                }

                result.Add(new TextPiece(piece.Source, start, end));
                start = end;
            }
        }

        return result;
    }
}
