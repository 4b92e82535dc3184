using System.Globalization;
using System.Text;

namespace Interp.Models.Tokenizers;

/// <summary>From an entry of the vocabulary to what it adds to a text, as if it stood in the middle of one.</summary>
internal static class PieceDecoders
{
    /// <summary>Byte-level characters as the bytes that they spell; an entry with any other character stays as it is.</summary>
    public static string ByteLevel(string piece)
    {
        var bytes = new byte[piece.Length];
        for (var i = 0; i < piece.Length; i++)
        {
            var value = ByteCharacters.ByteOf(piece[i]);
            if (value < 0)
            {
                return piece;
            }

            bytes[i] = (byte)value;
        }

        return Show(bytes);
    }

    /// <summary>An entry such as <c>&lt;0x0A&gt;</c> as its character; bytes that are none on their own stay spelled.</summary>
    public static string ByteFallback(string piece)
    {
        var value = ByteEntries.ByteOf(piece);
        return value is >= 0 and < 0x80 ? ((char)value).ToString() : piece;
    }

    /// <summary>WordPiece: a continuation without its prefix, anything else behind a blank.</summary>
    public static Func<string, string> WordPiece(string prefix) =>
        piece => piece.StartsWith(prefix, StringComparison.Ordinal) ? piece[prefix.Length..] : " " + piece;

    /// <summary>Bytes as text; those that are no UTF-8 as <c>&lt;0xE2&gt;</c>.</summary>
    public static string Show(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var character, out var used);
            if (status == System.Buffers.OperationStatus.Done)
            {
                text.Append(CultureInfo.InvariantCulture, $"{character}");
            }
            else
            {
                foreach (var value in bytes[..used])
                {
                    text.Append(ByteEntries.Spell(value));
                }
            }

            bytes = bytes[used..];
        }

        return text.ToString();
    }
}
