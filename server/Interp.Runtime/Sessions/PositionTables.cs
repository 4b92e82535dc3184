using Interp.Models;

namespace Interp.Runtime.Sessions;

/// <summary>What attention needs of positions alone: cosines and sines of the rotation, and the mask of each window.</summary>
internal static class PositionTables
{
    /// <summary>
    /// Cosines and signed sines for the positions from <paramref name="first"/> to <paramref name="length"/>, [rows, K] each, computed in double: the first half of the rotated entries
    /// has minus the sine, and entries that are not rotated (without a rotation all) have 1 and 0.
    /// </summary>
    public static void Rotary(RotarySpec? rotary, int width, int first, int length, Span<float> cosines, Span<float> sines)
    {
        var half = (rotary?.Dimensions ?? 0) / 2;
        for (var position = first; position < length; position++)
        {
            var cosineRow = cosines.Slice((position - first) * width, width);
            var sineRow = sines.Slice((position - first) * width, width);
            cosineRow.Fill(1);
            sineRow.Clear();
            for (var pair = 0; rotary is not null && pair < half; pair++)
            {
                var (sine, cosine) = Math.SinCos(position * rotary.Frequencies[pair]);
                cosineRow[pair] = cosineRow[pair + half] = (float)(cosine * rotary.Magnitude);
                sineRow[pair + half] = (float)(sine * rotary.Magnitude);
                sineRow[pair] = -sineRow[pair + half];
            }
        }
    }

    /// <summary>[rows, T], the rows being the positions from <paramref name="first"/> on: 0 where <paramref name="layer"/> sees, else negative infinity.</summary>
    public static void Mask(ModelSpec spec, int layer, int first, int length, Span<float> mask)
    {
        var window = spec.WindowOf(layer) ?? length;
        for (var query = first; query < length; query++)
        {
            var row = mask.Slice((query - first) * length, length);
            row.Fill(float.NegativeInfinity);
            var start = Math.Max(0, query - window + 1);
            var end = spec.Causal ? query + 1 : Math.Min(length, query + window);
            row[start..end].Clear();
        }
    }
}
