using System.Text;

namespace Interp.Models.Tokenizers;

/// <summary>
/// The cut of a piece with the greatest sum of scores (Kudo 2018), by Viterbi over characters in double precision. A character that no
/// entry covers alone costs the smallest score less 10, and neighbouring unknown characters are one token.
/// </summary>
internal sealed class UnigramModel : IPieceModel
{
    private const double UnknownPenalty = 10;

    private readonly Vocabulary vocabulary;
    private readonly double[] scores;
    private readonly SortedPieces pieces;
    private readonly int unknownId;
    private readonly bool byteFallback;
    private readonly double unknownScore;

    /// <summary>A model; <paramref name="scores"/> by id, <paramref name="unknownId"/> -1 for none.</summary>
    public UnigramModel(Vocabulary vocabulary, double[] scores, int unknownId, bool byteFallback)
    {
        this.vocabulary = vocabulary;
        this.scores = scores;
        this.unknownId = unknownId;
        this.byteFallback = byteFallback;
        pieces = new SortedPieces(vocabulary.Ids);
        unknownScore = (scores.Length == 0 ? 0 : scores.Min()) - UnknownPenalty;
    }

    /// <inheritdoc/>
    public void Tokenize(ReadOnlySpan<char> piece, PieceTokens into)
    {
        var best = BestPath(piece);
        foreach (var (start, end) in Stretches(best, piece.Length))
        {
            Add(piece[start..end], start, end, into);
        }
    }

    private Arrival[] BestPath(ReadOnlySpan<char> piece)
    {
        var best = new Arrival[piece.Length + 1];
        Array.Fill(best, Arrival.None, 1, piece.Length);
        for (int start = 0, next; start < piece.Length; start = next)
        {
            Rune.DecodeFromUtf16(piece[start..], out _, out var characterLength);
            next = start + characterLength;
            var here = best[start].Score;
            var hasSingle = false;
            var search = default(SortedPieces.Search);
            while (pieces.TryNext(piece[start..], ref search, out var length, out var id))
            {
                best[start + length].Offer(start, here + scores[id], isUnknown: false);
                hasSingle |= length == characterLength;
            }

            if (!hasSingle)
            {
                best[next].Offer(start, here + unknownScore, isUnknown: true);
            }
        }

        return best;
    }

    private static List<(int Start, int End)> Stretches(Arrival[] best, int end)
    {
        var stretches = new List<(int Start, int End)>();
        var unknownEnd = -1;
        while (end > 0)
        {
            var (start, isUnknown) = (best[end].From, best[end].IsUnknown);
            if (isUnknown && unknownEnd < 0)
            {
                unknownEnd = end;
            }

            if (!isUnknown)
            {
                Close(end);
                stretches.Add((start, end));
            }

            end = start;
        }

        Close(0);
        stretches.Reverse();
        return stretches;

        void Close(int unknownStart)
        {
            if (unknownEnd >= 0)
            {
                stretches.Add((unknownStart, unknownEnd));
                unknownEnd = -1;
            }
        }
    }

    private void Add(ReadOnlySpan<char> text, int start, int end, PieceTokens into)
    {
        if (vocabulary.TryGetId(text, out var id))
        {
            into.Tokens.Add(new PieceToken(id, start, end));
        }
        else if (byteFallback && ByteEntries.IdsOf(vocabulary, text) is { Length: > 0 } bytes)
        {
            foreach (var entry in bytes)
            {
                into.Tokens.Add(new PieceToken(entry, start, end));
            }
        }
        else if (unknownId >= 0)
        {
            into.Tokens.Add(new PieceToken(unknownId, start, end));
        }
        else
        {
            into.Lost.Add(start);
        }
    }

    /// <summary>The best way to reach a place in the piece.</summary>
    private struct Arrival
    {
        public static readonly Arrival None = new() { From = -1 };

        public int From;
        public double Score;
        public bool IsUnknown;

        public void Offer(int from, double score, bool isUnknown)
        {
            if (From < 0 || score > Score)
            {
                (From, Score, IsUnknown) = (from, score, isUnknown);
            }
        }
    }
}
