using System.Buffers;
using System.Text;

namespace Interp.Models.Tokenizers;

/// <summary>Finds added tokens in a text: the leftmost first, the longest of those that begin there.</summary>
internal sealed class AddedTokenFinder
{
    private readonly AddedToken[] tokens;
    private readonly SortedPieces patterns;
    private readonly SearchValues<char> firstUnits;

    /// <summary>A finder for tokens, each with the text to look for.</summary>
    public AddedTokenFinder(IEnumerable<(string Pattern, AddedToken Token)> list)
    {
        // Of two tokens with one pattern the first counts.
        var distinct = list.Where(entry => entry.Pattern.Length > 0).DistinctBy(entry => entry.Pattern, StringComparer.Ordinal).ToArray();
        tokens = Array.ConvertAll(distinct, entry => entry.Token);
        patterns = new SortedPieces(distinct.Select((entry, index) => KeyValuePair.Create(entry.Pattern, index)));
        firstUnits = SearchValues.Create(distinct.Select(entry => entry.Pattern[0]).Distinct().ToArray());
    }

    /// <summary>True where there is nothing to look for.</summary>
    public bool IsEmpty => tokens.Length == 0;

    /// <summary>Cuts <paramref name="source"/> into added tokens and what lies between them; nothing for an empty text.</summary>
    public void Cut(AlignedText source, List<TextPiece> into)
    {
        var text = source.Text.AsSpan();
        var done = 0;
        for (var at = 0; TryFind(text, at, out var start, out var end, out var token);)
        {
            at = end;
            if (token.SingleWord && (EndsWithWord(text[..start]) || StartsWithWord(text[end..])))
            {
                continue;
            }

            if (token.StripsLeft)
            {
                start = Math.Max(text[..start].TrimEnd().Length, done);
            }

            if (token.StripsRight)
            {
                end = text.Length - text[end..].TrimStart().Length;
            }

            if (done < start)
            {
                into.Add(new TextPiece(source, done, start));
            }

            into.Add(new TextPiece(source, start, end, token.Id));
            done = end;
        }

        if (done < text.Length)
        {
            into.Add(new TextPiece(source, done, text.Length));
        }
    }

    private bool TryFind(ReadOnlySpan<char> text, int from, out int start, out int end, out AddedToken token)
    {
        for (start = from; start < text.Length; start++)
        {
            var skipped = text[start..].IndexOfAny(firstUnits);
            if (skipped < 0)
            {
                break;
            }

            start += skipped;
            var search = default(SortedPieces.Search);
            var (longest, index) = (0, -1);
            while (patterns.TryNext(text[start..], ref search, out var length, out var value))
            {
                (longest, index) = (length, value);
            }

            if (index >= 0)
            {
                (end, token) = (start + longest, tokens[index]);
                return true;
            }
        }

        (end, token) = (0, Nothing);
        return false;
    }

    private static AddedToken Nothing { get; } = new() { Id = -1, Content = "" };

    private static bool EndsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeLastFromUtf16(text, out var last, out _) == OperationStatus.Done && CharacterClasses.IsWord(last);

    private static bool StartsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out var first, out _) == OperationStatus.Done && CharacterClasses.IsWord(first);
}
