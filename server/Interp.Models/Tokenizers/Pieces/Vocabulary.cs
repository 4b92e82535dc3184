using System.Runtime.CompilerServices;

namespace Interp.Models.Tokenizers;

/// <summary>Pieces and their ids, both ways. An id may be without a piece; a piece has one id.</summary>
internal sealed class Vocabulary
{
    /// <summary>Largest id that is accepted: a lying file must not make arrays of any size.</summary>
    public const int LargestId = (1 << 24) - 1;

    private readonly Dictionary<string, int> idOfPiece;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> idOfSpan;
    private readonly string?[] pieceOfId;

    private Vocabulary(Dictionary<string, int> idOfPiece, string?[] pieceOfId)
    {
        this.idOfPiece = idOfPiece;
        this.pieceOfId = pieceOfId;
        idOfSpan = idOfPiece.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Largest id + 1.</summary>
    public int Size => pieceOfId.Length;

    /// <summary>Number of pieces.</summary>
    public int Count => idOfPiece.Count;

    /// <summary>All pieces with their ids.</summary>
    public IReadOnlyDictionary<string, int> Ids => idOfPiece;

    /// <summary>A vocabulary whose piece i has id i. A piece that is there twice keeps its last id.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vocabulary FromList(string[] pieces)
    {
        var ids = new Dictionary<string, int>(pieces.Length, StringComparer.Ordinal);
        for (var id = 0; id < pieces.Length; id++)
        {
            ids[pieces[id]] = id;
        }

        return new(ids, pieces);
    }

    /// <summary>A vocabulary from pieces with their ids (0 to <see cref="LargestId"/>).</summary>
    public static Vocabulary FromIds(Dictionary<string, int> ids)
    {
        var size = 0;
        foreach (var id in ids.Values)
        {
            size = Math.Max(size, id + 1);
        }

        var pieces = new string?[size];
        foreach (var (piece, id) in ids)
        {
            pieces[id] = piece;
        }

        return new(ids, pieces);
    }

    /// <summary>Id of a piece.</summary>
    public bool TryGetId(ReadOnlySpan<char> piece, out int id) => idOfSpan.TryGetValue(piece, out id);

    /// <summary>Id of a piece, or -1.</summary>
    public int IdOf(ReadOnlySpan<char> piece) => idOfSpan.TryGetValue(piece, out var id) ? id : -1;

    /// <summary>Piece of an id, or null.</summary>
    public string? PieceOf(int id) => (uint)id < (uint)pieceOfId.Length ? pieceOfId[id] : null;
}
