using System.Collections.Concurrent;
using System.Text;

namespace Interp.Models.Tokenizers;

/// <summary>
/// Byte-pair encoding of one piece, for byte-level and SentencePiece-like vocabularies. Most pieces go through the library's
/// <see cref="Microsoft.ML.Tokenizers.BpeTokenizer"/>; those that it has no way for (unknown characters, bytes, word-end marks, pieces so
/// long that it becomes slow) through <see cref="BpeMerger"/>, and the first ones, too: the library's tables take longer to build
/// than a prompt to tokenise.
/// </summary>
internal sealed class BpeModel : IPieceModel
{
    private const int LongestCachedPiece = 48;
    private const int MostCachedPieces = 32_768;

    /// <summary>Pieces merged before the library is built.</summary>
    private const int FirstPieces = 2_048;

    private readonly Vocabulary vocabulary;
    private readonly BpeSettings settings;
    private readonly int unknownId;
    private readonly Lazy<BpeMerger> merger;
    private readonly Lazy<LibraryBpe?> library;
    private readonly ConcurrentDictionary<string, PieceToken[]> cache = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PieceToken[]>.AlternateLookup<ReadOnlySpan<char>> cacheBySpan;
    private int cached;
    private int computed;

    /// <summary>A model; the tables of its merges are built when the first piece needs them.</summary>
    public BpeModel(Vocabulary vocabulary, MergeList merges, BpeSettings settings)
    {
        this.vocabulary = vocabulary;
        this.settings = settings;
        unknownId = settings.Unknown is null ? -1 : vocabulary.IdOf(settings.Unknown);
        merger = new(() => new BpeMerger(new MergeTable(merges.Resolve(vocabulary, settings.ContinuingPrefix))));
        library = new(() => settings.ContinuingPrefix.Length + settings.EndOfWordSuffix.Length == 0
            ? LibraryBpe.TryCreate(vocabulary, merges)
            : null);
        cacheBySpan = cache.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <inheritdoc/>
    public void Tokenize(ReadOnlySpan<char> piece, PieceTokens into)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        if (settings.IgnoreMerges && vocabulary.TryGetId(piece, out var whole))
        {
            into.Tokens.Add(new PieceToken(whole, 0, piece.Length));
        }
        else if (piece.Length > LongestCachedPiece)
        {
            Compute(piece, into);
        }
        else if (cacheBySpan.TryGetValue(piece, out var known))
        {
            into.Tokens.AddRange(known);
        }
        else
        {
            Compute(piece, into);
            // Bounded, and never emptied: what a text uses most comes first. Pieces with losses are computed again, so that each is noted.
            if (into.Lost.Count == 0 && Interlocked.Increment(ref cached) <= MostCachedPieces)
            {
                cache.TryAdd(piece.ToString(), [.. into.Tokens]);
            }
        }
    }

    /// <summary>Builds the table of merges, so that a damaged list is found now.</summary>
    /// <exception cref="Contracts.InterpException">ModelDamaged.</exception>
    public void CheckMerges() => _ = merger.Value;

    /// <summary>The tokens by the library alone; false where it has no way for the piece.</summary>
    public bool TryTokenizeByLibrary(ReadOnlySpan<char> piece, PieceTokens into)
    {
        if (piece.Length > LibraryBpe.LongestPiece || !AllCharactersKnown(piece) || library.Value is not { } engine)
        {
            return false;
        }

        engine.Tokenize(piece, into.Tokens);
        return true;
    }

    /// <summary>The tokens by <see cref="BpeMerger"/> alone: what the library is checked against.</summary>
    public void TokenizeByMerger(ReadOnlySpan<char> piece, PieceTokens into)
    {
        var symbols = SymbolsOf(piece, into);
        merger.Value.MergeAll(symbols);
        ByteRanges.Append(piece, symbols, into.Tokens);
    }

    private void Compute(ReadOnlySpan<char> piece, PieceTokens into)
    {
        if (Volatile.Read(ref computed) < FirstPieces)
        {
            Interlocked.Increment(ref computed);
            TokenizeByMerger(piece, into);
        }
        else if (!TryTokenizeByLibrary(piece, into))
        {
            TokenizeByMerger(piece, into);
        }
    }

    private bool AllCharactersKnown(ReadOnlySpan<char> piece)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            if (char.IsSurrogate(piece[i]) || !vocabulary.TryGetId(piece.Slice(i, 1), out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The characters of a piece as entries, in the reference's order: a pending unknown is written when an entry follows it.</summary>
    private List<Symbol> SymbolsOf(ReadOnlySpan<char> piece, PieceTokens into)
    {
        var symbols = new List<Symbol>(piece.Length);
        Symbol? pending = null;
        for (int start = 0, end; start < piece.Length; start = end)
        {
            Rune.DecodeFromUtf16(piece[start..], out _, out var length);
            end = start + length;
            var character = piece[start..end];
            var bytes = ByteRanges.CountOf(character);
            if (vocabulary.TryGetId(Dressed(character, start == 0, end == piece.Length), out var id))
            {
                Flush(symbols, ref pending);
                symbols.Add(new Symbol(id, bytes));
            }
            else if (settings.ByteFallback && TryAddBytes(Dressed(character, start == 0, end == piece.Length), symbols))
            {
                continue;
            }
            else if (unknownId < 0)
            {
                into.Lost.Add(start);
            }
            else if (pending is { } open && settings.FuseUnknown)
            {
                pending = open with { Bytes = open.Bytes + bytes };
            }
            else
            {
                Flush(symbols, ref pending);
                pending = new Symbol(unknownId, bytes);
            }
        }

        Flush(symbols, ref pending);
        return symbols;
    }

    private static void Flush(List<Symbol> symbols, ref Symbol? pending)
    {
        if (pending is { } open)
        {
            symbols.Add(open);
            pending = null;
        }
    }

    private ReadOnlySpan<char> Dressed(ReadOnlySpan<char> character, bool isFirst, bool isLast)
    {
        var prefix = isFirst ? "" : settings.ContinuingPrefix;
        var suffix = isLast ? settings.EndOfWordSuffix : "";
        return prefix.Length + suffix.Length == 0 ? character : string.Concat(prefix, character, suffix);
    }

    private bool TryAddBytes(ReadOnlySpan<char> character, List<Symbol> symbols)
    {
        var ids = ByteEntries.IdsOf(vocabulary, character);
        foreach (var id in ids)
        {
            symbols.Add(new Symbol(id, 1));
        }

        return ids.Length > 0;
    }
}
