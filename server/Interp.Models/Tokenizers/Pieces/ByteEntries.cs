using System.Globalization;
using System.Text;

namespace Interp.Models.Tokenizers;

/// <summary>Entries such as <c>&lt;0xE2&gt;</c>, by which SentencePiece-like vocabularies spell bytes.</summary>
internal static class ByteEntries
{
    /// <summary>How a byte is spelled.</summary>
    public static string Spell(byte value) => string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>");

    /// <summary>The byte that <paramref name="piece"/> spells, or -1.</summary>
    public static int ByteOf(ReadOnlySpan<char> piece) =>
        piece.Length == 6 && piece.StartsWith("<0x", StringComparison.Ordinal) && piece[5] == '>'
        && byte.TryParse(piece.Slice(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : -1;

    /// <summary>The entries of the bytes of <paramref name="text"/>; empty where one of them is missing.</summary>
    public static int[] IdsOf(Vocabulary vocabulary, ReadOnlySpan<char> text)
    {
        var bytes = new byte[ByteRanges.CountOf(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        var ids = new int[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!vocabulary.TryGetId(Spell(bytes[i]), out ids[i]))
            {
                return [];
            }
        }

        return ids;
    }
}
