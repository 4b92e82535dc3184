namespace Interp.Models.Tokenizers.Loading;

/// <summary>The section <c>decoder</c> of a tokenizer.json, for one entry in the middle of a text: what concerns the ends of a text does nothing.</summary>
internal static class JsonDecoders
{
    /// <summary>Reads it.</summary>
    public static Func<string, string> Read(JsonPart part) => part.Type switch
    {
        "Sequence" => Sequence([.. part.RequiredItems("decoders").Select(Read)]),
        "ByteLevel" => PieceDecoders.ByteLevel,
        "ByteFallback" => PieceDecoders.ByteFallback,
        "WordPiece" => PieceDecoders.WordPiece(part.Text("prefix") ?? "##"),
        "Metaspace" => Metaspace(part.Text("replacement") ?? "\u2581"),
        "BPEDecoder" => Suffix(part.Text("suffix") ?? "</w>"),
        "Replace" => Replace(part),
        "Fuse" or "Strip" => piece => piece,
        _ => throw part.UnknownType(),
    };

    private static Func<string, string> Sequence(Func<string, string>[] steps) =>
        piece => steps.Aggregate(piece, (text, step) => step(text));

    private static Func<string, string> Metaspace(string mark) =>
        mark.Length == 0 ? piece => piece : piece => piece.Replace(mark, " ", StringComparison.Ordinal);

    private static Func<string, string> Suffix(string suffix) =>
        piece => suffix.Length > 0 && piece.EndsWith(suffix, StringComparison.Ordinal) ? piece[..^suffix.Length] + " " : piece;

    private static Func<string, string> Replace(JsonPart part)
    {
        var replacing = new ReplaceNormalizer(JsonPatterns.Read(part.RequiredChild("pattern")), part.RequiredText("content"));
        return piece => replacing.Normalize(AlignedText.Unchanged(piece, 0)).Text;
    }
}
