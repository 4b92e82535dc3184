using System.Text;

namespace Interp.Models.Tokenizers;

/// <summary>From UTF-8 bytes of a piece to its UTF-16 units: a character cut into several tokens gives each of them its whole range.</summary>
internal static class ByteRanges
{
    /// <summary>Appends tokens that take up one stretch of bytes after the other.</summary>
    public static void Append(ReadOnlySpan<char> piece, List<Symbol> symbols, List<PieceToken> into)
    {
        if (Ascii.IsValid(piece))
        {
            var unit = 0;
            foreach (var symbol in symbols)
            {
                into.Add(new PieceToken(symbol.Id, unit, unit + symbol.Bytes));
                unit += symbol.Bytes;
            }

            return;
        }

        var cursor = new Cursor(piece);
        foreach (var symbol in symbols)
        {
            var start = cursor.Unit;
            cursor.Advance(symbol.Bytes);
            into.Add(new PieceToken(symbol.Id, start, cursor.UnitAfter));
        }
    }

    /// <summary>UTF-8 bytes of <paramref name="text"/>.</summary>
    public static int CountOf(ReadOnlySpan<char> text) => Encoding.UTF8.GetByteCount(text);

    private ref struct Cursor
    {
        private readonly ReadOnlySpan<char> text;
        private Rune character;
        private int bytesUsed;

        public Cursor(ReadOnlySpan<char> text)
        {
            this.text = text;
            Read();
        }

        /// <summary>Unit of the character that holds the next byte.</summary>
        public int Unit { get; private set; }

        /// <summary>Unit after the character that holds the byte before.</summary>
        public readonly int UnitAfter => bytesUsed == 0 ? Unit : Unit + character.Utf16SequenceLength;

        public void Advance(int bytes)
        {
            for (; bytes > 0 && Unit < text.Length; bytes--)
            {
                if (++bytesUsed == character.Utf8SequenceLength)
                {
                    Unit += character.Utf16SequenceLength;
                    bytesUsed = 0;
                    Read();
                }
            }
        }

        private void Read()
        {
            if (Unit < text.Length)
            {
                Rune.DecodeFromUtf16(text[Unit..], out character, out _);
            }
        }
    }
}
