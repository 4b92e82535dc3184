using System.Globalization;
using Interp.Models.Formats;

namespace Interp.Models.Families;

/// <summary>Divisors of rotary frequencies that a checkpoint holds, one for each pair.</summary>
internal static class RotaryDivisors
{
    /// <summary>A tensor of GGUF.</summary>
    public static float[] Read(StoredTensor stored, int pairs)
    {
        if (stored.Count != pairs || stored.Type.Read is not { } read)
        {
            throw ModelProblems.Damaged(stored.File.Path, $"\"{stored.Name}\" is {stored.Type.Name} {stored.ShapeText} where {pairs} divisors belong");
        }

        var values = new float[pairs];
        read(stored.File.Bytes(stored.Offset, (int)stored.Bytes), values);
        return Array.TrueForAll(values, IsDivisor) ? values
            : throw ModelProblems.Damaged(
                stored.File.Path, string.Create(CultureInfo.InvariantCulture, $"\"{stored.Name}\" holds {values.First(value => !IsDivisor(value)):R}, by which no frequency can be divided"));
    }

    /// <summary>True for a number that frequencies can be divided by.</summary>
    public static bool IsDivisor(float value) => value > 0 && float.IsFinite(value);
}
