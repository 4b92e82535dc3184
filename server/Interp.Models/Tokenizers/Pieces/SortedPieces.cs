namespace Interp.Models.Tokenizers;

/// <summary>Pieces in ordinal order, searched character by character: all pieces that a text begins with.</summary>
internal sealed class SortedPieces
{
    private readonly string[] pieces;
    private readonly int[] values;
    private readonly Dictionary<char, (int Low, int High)> byFirst = [];

    /// <summary>Takes pieces (none empty) with a value each.</summary>
    public SortedPieces(IEnumerable<KeyValuePair<string, int>> entries)
    {
        var list = entries.Where(entry => entry.Key.Length > 0).ToArray();
        pieces = Array.ConvertAll(list, entry => entry.Key);
        values = Array.ConvertAll(list, entry => entry.Value);
        Array.Sort(pieces, values, StringComparer.Ordinal);
        for (int low = 0, high; low < pieces.Length; low = high)
        {
            high = UpperBound(low, pieces.Length, 0, pieces[low][0]);
            byFirst[pieces[low][0]] = (low, high);
        }
    }

    /// <summary>Finds the next longer piece that <paramref name="text"/> begins with; <paramref name="search"/> starts as default.</summary>
    public bool TryNext(ReadOnlySpan<char> text, ref Search search, out int length, out int value)
    {
        while (TryNarrow(text, ref search))
        {
            if (pieces[search.Low].Length == search.Depth)
            {
                length = search.Depth;
                value = values[search.Low];
                return true;
            }
        }

        (length, value) = (0, -1);
        return false;
    }

    private bool TryNarrow(ReadOnlySpan<char> text, ref Search search)
    {
        if (search.Depth >= text.Length)
        {
            return false;
        }

        var unit = text[search.Depth];
        if (search.Depth == 0)
        {
            if (!byFirst.TryGetValue(unit, out var range))
            {
                return false;
            }

            search = new Search(range.Low, range.High, 1);
            return true;
        }

        var low = LowerBound(search.Low, search.High, search.Depth, unit);
        if (low == search.High || UnitAt(low, search.Depth) != unit)
        {
            return false;
        }

        search = new Search(low, UpperBound(low, search.High, search.Depth, unit), search.Depth + 1);
        return true;
    }

    private int UnitAt(int index, int depth) => depth < pieces[index].Length ? pieces[index][depth] : -1;

    private int LowerBound(int low, int high, int depth, int unit)
    {
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = UnitAt(middle, depth) < unit ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private int UpperBound(int low, int high, int depth, int unit) => LowerBound(low, high, depth, unit + 1);

    /// <summary>How far a search has come: pieces [Low, High) agree with the text in Depth units.</summary>
    public readonly record struct Search(int Low, int High, int Depth);
}
