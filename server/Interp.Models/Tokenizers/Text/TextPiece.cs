namespace Interp.Models.Tokenizers;

/// <summary>A stretch of a text on its way to the vocabulary: units [Start, End) of its source.</summary>
/// <param name="Source">The text that it is part of.</param>
/// <param name="Start">First unit.</param>
/// <param name="End">After the last unit.</param>
/// <param name="AddedId">Id where the stretch is an added token and is cut no further; otherwise -1.</param>
internal readonly record struct TextPiece(AlignedText Source, int Start, int End, int AddedId = -1)
{
    /// <summary>True for an added token.</summary>
    public bool IsAdded => AddedId >= 0;

    /// <summary>Its units.</summary>
    public ReadOnlySpan<char> Span => Source.Text.AsSpan(Start, End - Start);

    /// <summary>The stretch as a text of its own.</summary>
    public AlignedText ToText() => Source.Part(Start, End);

    /// <summary>All of <paramref name="text"/>.</summary>
    public static TextPiece Whole(AlignedText text) => new(text, 0, text.Text.Length);
}
