namespace Interp.Models.Tokenizers;

/// <summary>
/// The characters by which byte-level vocabularies spell bytes: printable Latin-1 stands for itself, the other 68 bytes
/// are U+0100 and following (GPT-2's <c>bytes_to_unicode</c>).
/// </summary>
internal static class ByteCharacters
{
    private static readonly char[] CharacterOfByte = MakeCharacters();
    private static readonly short[] ByteOfCharacter = MakeBytes();

    /// <summary>How <paramref name="value"/> is spelled.</summary>
    public static char Of(byte value) => CharacterOfByte[value];

    /// <summary>The byte that <paramref name="character"/> spells, or -1.</summary>
    public static int ByteOf(char character) => character < ByteOfCharacter.Length ? ByteOfCharacter[character] : -1;

    /// <summary>How a blank is spelled.</summary>
    public const char Blank = '\u0120';

    /// <summary>The text spelled byte by byte; every byte carries the range of its character.</summary>
    public static AlignedText Spell(AlignedText text)
    {
        if (text.IsUnchanged && System.Text.Ascii.IsValid(text.Text))
        {
            var spelled = string.Create(text.Text.Length, text.Text, static (into, from) =>
            {
                for (var i = 0; i < into.Length; i++)
                {
                    into[i] = CharacterOfByte[from[i]];
                }
            });
            return AlignedText.Unchanged(spelled, text.Origin);
        }

        var builder = new AlignedTextBuilder(text, text.Text.Length * 2);
        Span<byte> bytes = stackalloc byte[4];
        var unit = 0;
        foreach (var character in text.Text.EnumerateRunes())
        {
            var length = character.EncodeToUtf8(bytes);
            foreach (var value in bytes[..length])
            {
                builder.Append(CharacterOfByte[value], unit);
            }

            unit += character.Utf16SequenceLength;
        }

        return builder.ToText();
    }

    private static bool StandsForItself(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);

    private static char[] MakeCharacters()
    {
        var characters = new char[256];
        var next = 0x100;
        for (var value = 0; value < 256; value++)
        {
            characters[value] = (char)(StandsForItself(value) ? value : next++);
        }

        return characters;
    }

    private static short[] MakeBytes()
    {
        var bytes = new short[0x144];
        Array.Fill(bytes, (short)-1);
        for (var value = 0; value < 256; value++)
        {
            bytes[CharacterOfByte[value]] = (short)value;
        }

        return bytes;
    }
}
