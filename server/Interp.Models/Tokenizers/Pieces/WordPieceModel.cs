namespace Interp.Models.Tokenizers;

/// <summary>The longest entry first, from left to right; a word that does not work out is one unknown token (BERT's WordPiece).</summary>
internal sealed class WordPieceModel : IPieceModel
{
    private readonly Vocabulary vocabulary;
    private readonly int unknownId;
    private readonly string prefix;
    private readonly int longestWord;
    private readonly int longestEntry;

    /// <summary>A model; <paramref name="longestWord"/> is in characters.</summary>
    /// <exception cref="Contracts.InterpException">ModelDamaged: the unknown token is no entry.</exception>
    public WordPieceModel(Vocabulary vocabulary, string unknown, string prefix, int longestWord)
    {
        this.vocabulary = vocabulary;
        this.prefix = prefix;
        this.longestWord = longestWord;
        unknownId = vocabulary.TryGetId(unknown, out var id)
            ? id
            : throw TokenizerProblems.Damaged($"its unknown token \"{unknown}\" is no entry of the vocabulary");
        foreach (var piece in vocabulary.Ids.Keys)
        {
            longestEntry = Math.Max(longestEntry, piece.Length);
        }
    }

    /// <inheritdoc/>
    public void Tokenize(ReadOnlySpan<char> piece, PieceTokens into)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        var before = into.Tokens.Count;
        if (CharacterCount(piece) > longestWord || !TryCut(piece, into.Tokens))
        {
            into.Tokens.RemoveRange(before, into.Tokens.Count - before);
            into.Tokens.Add(new PieceToken(unknownId, 0, piece.Length));
        }
    }

    private static int CharacterCount(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var unit in text)
        {
            count += char.IsLowSurrogate(unit) ? 0 : 1;
        }

        return count;
    }

    private bool TryCut(ReadOnlySpan<char> word, List<PieceToken> into)
    {
        Span<char> room = longestEntry <= 256 ? stackalloc char[longestEntry] : new char[longestEntry];
        for (var start = 0; start < word.Length;)
        {
            var length = LongestEntryAt(word[start..], start > 0, room, out var id);
            if (length == 0)
            {
                return false;
            }

            into.Add(new PieceToken(id, start, start + length));
            start += length;
        }

        return true;
    }

    private int LongestEntryAt(ReadOnlySpan<char> rest, bool continues, Span<char> room, out int id)
    {
        var head = continues ? prefix : "";
        for (var length = Math.Min(rest.Length, room.Length - head.Length); length > 0; length--)
        {
            if (length < rest.Length && char.IsLowSurrogate(rest[length]))
            {
                continue;
            }

            head.CopyTo(room);
            rest[..length].CopyTo(room[head.Length..]);
            if (vocabulary.TryGetId(room[..(head.Length + length)], out id))
            {
                return length;
            }
        }

        id = -1;
        return 0;
    }
}
