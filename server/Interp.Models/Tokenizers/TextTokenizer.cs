using System.Globalization;

namespace Interp.Models.Tokenizers;

/// <summary>The one tokenizer: added tokens, normalising, splitting, vocabulary, post-processing, each from <see cref="TokenizerParts"/>.</summary>
internal sealed class TextTokenizer : ITextTokenizer
{
    private readonly TokenizerParts parts;
    private readonly Dictionary<int, AddedToken> addedById = [];
    private readonly AddedTokenFinder plainFinder;
    private readonly AddedTokenFinder normalizedFinder;
    private readonly Lazy<ILookup<string, int>> idsByText;

    /// <summary>Takes the parts; where two added tokens share an id the later one counts.</summary>
    public TextTokenizer(TokenizerParts parts)
    {
        this.parts = parts;
        foreach (var token in parts.Added)
        {
            addedById[token.Id] = token;
        }

        plainFinder = new(parts.Added.Where(token => !token.Normalized).Select(token => (token.Content, token)));
        normalizedFinder = new(parts.Added.Where(token => token.Normalized).Select(token => (NormalizedContent(token), token)));
        Size = Math.Max(parts.Vocabulary.Size, parts.Added.Select(token => token.Id + 1).DefaultIfEmpty().Max());
        // Only targets given as text need it, and it takes as long as the rest of the construction.
        idsByText = new(() => Enumerable.Range(0, Size).Where(id => !IsSpecial(id) && HasEntry(id)).ToLookup(TextOf, StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public string Kind => parts.Kind;

    /// <inheritdoc/>
    public int Size { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => parts.Warnings;

    /// <inheritdoc/>
    public TokenizedText Encode(string text, bool special)
    {
        var wellFormed = WellFormed(text);
        var pieces = FindAdded(wellFormed);
        foreach (var splitter in parts.Splitters)
        {
            pieces = splitter.Split(pieces);
        }

        var lost = new LostText(wellFormed);
        var tokens = Tokenize(pieces, lost);
        foreach (var step in parts.PostProcessors)
        {
            step.Process(wellFormed, tokens, special);
        }

        string[] lostText = lost.IsEmpty ? [] : [lost.ToWarning()];
        return new TokenizedText(
            tokens.ConvertAll(token => new TextToken(token.Id, token.Start, token.End)),
            [.. parts.Warnings, .. lostText, .. AddedTwice(tokens)]);
    }

    /// <summary>A token that is written at the start of the text and added there, too: models are trained with one.</summary>
    private IEnumerable<string> AddedTwice(List<RawToken> tokens)
    {
        if (tokens is [{ Start: 0, End: 0 } added, { Start: 0, End: > 0 } written, ..] && added.Id == written.Id)
        {
            yield return $"addedTwice: the text begins with \"{TextOf(added.Id)}\", which the tokenizer adds as well: it is there twice; leave it out of the text";
        }
    }

    /// <inheritdoc/>
    public string TextOf(int id)
    {
        if (addedById.TryGetValue(id, out var added))
        {
            return added.Content;
        }

        return parts.Vocabulary.PieceOf(id) is { } piece ? parts.Decode(piece) : string.Create(CultureInfo.InvariantCulture, $"#{id}");
    }

    /// <inheritdoc/>
    public bool IsSpecial(int id) => addedById.TryGetValue(id, out var added) && added.Special;

    /// <inheritdoc/>
    public IReadOnlyList<int> IdsOf(string text) => [.. idsByText.Value[text]];

    /// <summary>Builds the tables that the first text needs.</summary>
    public void Prepare() => Encode("a", special: false);

    private bool HasEntry(int id) => addedById.ContainsKey(id) || parts.Vocabulary.PieceOf(id) is not null;

    private string NormalizedContent(AddedToken token) => parts.Normalizer is null
        ? token.Content
        : parts.Normalizer.Normalize(AlignedText.Unchanged(token.Content, 0)).Text;

    /// <summary>Each half of a pair without the other becomes U+FFFD, so that no offset moves.</summary>
    private static string WellFormed(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        return string.Create(text.Length, text, static (into, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                var isPaired = char.IsHighSurrogate(from[i])
                    ? i + 1 < from.Length && char.IsLowSurrogate(from[i + 1])
                    : i > 0 && char.IsHighSurrogate(from[i - 1]);
                into[i] = char.IsSurrogate(from[i]) && !isPaired ? '\uFFFD' : from[i];
            }
        });
    }

    private List<TextPiece> FindAdded(string text)
    {
        var plain = new List<TextPiece>();
        plainFinder.Cut(AlignedText.Unchanged(text, 0), plain);
        if (parts.Normalizer is null && normalizedFinder.IsEmpty)
        {
            return plain;
        }

        var pieces = new List<TextPiece>(plain.Count);
        foreach (var piece in plain)
        {
            if (piece.IsAdded)
            {
                pieces.Add(piece);
                continue;
            }

            var part = piece.ToText();
            normalizedFinder.Cut(parts.Normalizer is null ? part : parts.Normalizer.Normalize(part), pieces);
        }

        return pieces;
    }

    private List<RawToken> Tokenize(List<TextPiece> pieces, LostText lost)
    {
        var tokens = new List<RawToken>(pieces.Count);
        var found = new PieceTokens();
        foreach (var piece in pieces)
        {
            if (piece.IsAdded)
            {
                tokens.Add(TokenOf(piece, piece.AddedId, 0, piece.End - piece.Start, piece.Span.ToString()));
                continue;
            }

            found.Clear();
            parts.Model.Tokenize(piece.Span, found);
            foreach (var (id, start, end) in found.Tokens)
            {
                tokens.Add(TokenOf(piece, id, start, end, parts.Vocabulary.PieceOf(id) ?? ""));
            }

            lost.Add(piece, found.Lost);
        }

        return tokens;
    }

    private static RawToken TokenOf(TextPiece piece, int id, int start, int end, string surface) =>
        new(id, piece.Source.StartOf(piece.Start + start), piece.Source.EndOf(piece.Start + end - 1), surface);
}
