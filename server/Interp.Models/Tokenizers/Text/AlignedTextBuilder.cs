using System.Text;

namespace Interp.Models.Tokenizers;

/// <summary>Builds an <see cref="AlignedText"/> from another one, character by character.</summary>
internal sealed class AlignedTextBuilder(AlignedText source, int capacity)
{
    private readonly StringBuilder text = new(capacity);
    private readonly List<int> starts = new(capacity);
    private readonly List<int> ends = new(capacity);

    /// <summary>Appends a character with the range of unit <paramref name="unit"/> of the source; before the first unit: the empty range at its origin.</summary>
    public void Append(Rune character, int unit)
    {
        var (start, end) = RangeOf(unit);
        Span<char> units = stackalloc char[2];
        var length = character.EncodeToUtf16(units);
        text.Append(units[..length]);
        for (var i = 0; i < length; i++)
        {
            starts.Add(start);
            ends.Add(end);
        }
    }

    /// <summary>Appends one UTF-16 unit with the range of unit <paramref name="unit"/> of the source.</summary>
    public void Append(char character, int unit)
    {
        var (start, end) = RangeOf(unit);
        text.Append(character);
        starts.Add(start);
        ends.Add(end);
    }

    /// <summary>Appends units [<paramref name="start"/>, <paramref name="end"/>) of the source as they are.</summary>
    public void Copy(int start, int end)
    {
        text.Append(source.Text, start, end - start);
        for (var unit = start; unit < end; unit++)
        {
            starts.Add(source.StartOf(unit));
            ends.Add(source.EndOf(unit));
        }
    }

    /// <summary>What was built.</summary>
    public AlignedText ToText() => AlignedText.Changed(text.ToString(), source.Origin, [.. starts], [.. ends]);

    private (int Start, int End) RangeOf(int unit) =>
        unit < 0 || source.Text.Length == 0 ? (source.Origin, source.Origin) : (source.StartOf(unit), source.EndOf(unit));
}
