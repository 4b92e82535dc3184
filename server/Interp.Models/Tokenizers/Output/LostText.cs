using System.Globalization;
using System.Text;

namespace Interp.Models.Tokenizers;

/// <summary>What a vocabulary cannot express: such bytes and characters leave no token, which a reader must know.</summary>
internal sealed class LostText(string text)
{
    private const int MostNamed = 5;

    private readonly List<string> named = [];
    private int count;

    /// <summary>True where nothing was lost.</summary>
    public bool IsEmpty => count == 0;

    /// <summary>Notes units of a piece.</summary>
    public void Add(TextPiece piece, List<int> units)
    {
        foreach (var unit in units)
        {
            count++;
            if (named.Count < MostNamed)
            {
                named.Add(Name(piece, unit));
            }
        }
    }

    /// <summary>The warning: how many, and the first of them with their places.</summary>
    public string ToWarning()
    {
        var list = string.Join(", ", named) + (count > named.Count ? ", ..." : "");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"bytesLost: the vocabulary has no entry for {count} {(count == 1 ? "byte or character" : "bytes or characters")} of the text, which the model does not see: {list}");
    }

    private string Name(TextPiece piece, int unit)
    {
        var start = piece.Source.StartOf(piece.Start + unit);
        var character = start < text.Length && Rune.TryGetRuneAt(text, start, out var found) ? found : Rune.ReplacementChar;
        var spelled = ByteCharacters.ByteOf(piece.Span[unit]);
        var ofCharacter = string.Create(CultureInfo.InvariantCulture, $"U+{character.Value:X4} at {start}");
        return spelled > 0 && IsByteOf(character, (byte)spelled)
            ? string.Create(CultureInfo.InvariantCulture, $"0x{spelled:X2} of {ofCharacter}")
            : ofCharacter;
    }

    private static bool IsByteOf(Rune character, byte value)
    {
        Span<byte> bytes = stackalloc byte[4];
        return bytes[..character.EncodeToUtf8(bytes)].Contains(value);
    }
}
