namespace Interp.Models;

/// <summary>Sizes of the blocks of <see cref="WeightEncoding.Q8"/>.</summary>
internal static class WeightBlocks
{
    /// <summary>Entries of a block.</summary>
    public const int Entries = 32;

    /// <summary>Bytes of a block: a half-precision scale and the entries.</summary>
    public const int Bytes = 2 + Entries;

    /// <summary>Bytes of a line of <paramref name="entries"/> entries.</summary>
    public static long BytesOf(int entries) => ((long)entries + Entries - 1) / Entries * Bytes;

    /// <summary>Bytes of a matrix.</summary>
    public static long BytesOf(WeightEncoding encoding, int rows, int columns) => encoding switch
    {
        WeightEncoding.F32 => (long)rows * columns * sizeof(float),
        WeightEncoding.F16 => (long)rows * columns * 2,
        WeightEncoding.Q8 => rows * BytesOf(columns),
        _ => columns * BytesOf(rows),
    };
}
