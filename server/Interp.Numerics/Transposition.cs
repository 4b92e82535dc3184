using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Interp.Numerics;

/// <summary>Turns matrices in panels that fit the cache.</summary>
public static class Transposition
{
    /// <summary>Rows that are turned at once: one cache line of the result.</summary>
    public const int Panel = 16;

    private const int Tile = 8;

    /// <summary>
    /// target[c * targetStride + r] = source[r * sourceStride + c] for r below <paramref name="rows"/> and c below <paramref name="columns"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn(ReadOnlySpan<float> source, int sourceStride, int rows, int columns, Span<float> target, int targetStride)
    {
        if (rows == 0 || columns == 0)
        {
            return;
        }

        // The last entries touched are within both spans: checked once here, not in the tiles.
        _ = source[((rows - 1) * sourceStride) + columns - 1];
        _ = target[checked(((columns - 1) * targetStride) + rows - 1)];
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        var tiledRows = Avx.IsSupported ? rows / Tile * Tile : 0;
        var tiledColumns = Avx.IsSupported ? columns / Tile * Tile : 0;
        for (var column = 0; column < tiledColumns; column += Tile)
        {
            for (var row = 0; row < tiledRows; row += Tile)
            {
                TurnTile(
                    ref Unsafe.Add(ref from, (nint)((row * sourceStride) + column)), sourceStride,
                    ref Unsafe.Add(ref to, (nint)((column * targetStride) + row)), targetStride);
            }
        }

        for (var column = 0; column < columns; column++)
        {
            for (var row = column < tiledColumns ? tiledRows : 0; row < rows; row++)
            {
                target[(column * targetStride) + row] = source[(row * sourceStride) + column];
            }
        }
    }

    /// <summary>Eight by eight entries through registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnTile(ref float from, int fromStride, ref float to, int toStride)
    {
        var row0 = Vector256.LoadUnsafe(ref from);
        var row1 = Vector256.LoadUnsafe(ref from, (nuint)fromStride);
        var row2 = Vector256.LoadUnsafe(ref from, (nuint)(2 * fromStride));
        var row3 = Vector256.LoadUnsafe(ref from, (nuint)(3 * fromStride));
        var row4 = Vector256.LoadUnsafe(ref from, (nuint)(4 * fromStride));
        var row5 = Vector256.LoadUnsafe(ref from, (nuint)(5 * fromStride));
        var row6 = Vector256.LoadUnsafe(ref from, (nuint)(6 * fromStride));
        var row7 = Vector256.LoadUnsafe(ref from, (nuint)(7 * fromStride));

        // Pairs of rows, then fours, then the two halves.
        var (low01, high01) = (Avx.UnpackLow(row0, row1), Avx.UnpackHigh(row0, row1));
        var (low23, high23) = (Avx.UnpackLow(row2, row3), Avx.UnpackHigh(row2, row3));
        var (low45, high45) = (Avx.UnpackLow(row4, row5), Avx.UnpackHigh(row4, row5));
        var (low67, high67) = (Avx.UnpackLow(row6, row7), Avx.UnpackHigh(row6, row7));
        const byte firstPairs = 0x44;
        const byte secondPairs = 0xEE;
        var upper0 = Avx.Shuffle(low01, low23, firstPairs);
        var upper1 = Avx.Shuffle(low01, low23, secondPairs);
        var upper2 = Avx.Shuffle(high01, high23, firstPairs);
        var upper3 = Avx.Shuffle(high01, high23, secondPairs);
        var lower0 = Avx.Shuffle(low45, low67, firstPairs);
        var lower1 = Avx.Shuffle(low45, low67, secondPairs);
        var lower2 = Avx.Shuffle(high45, high67, firstPairs);
        var lower3 = Avx.Shuffle(high45, high67, secondPairs);
        const byte firstHalves = 0x20;
        const byte secondHalves = 0x31;
        Avx.Permute2x128(upper0, lower0, firstHalves).StoreUnsafe(ref to);
        Avx.Permute2x128(upper1, lower1, firstHalves).StoreUnsafe(ref to, (nuint)toStride);
        Avx.Permute2x128(upper2, lower2, firstHalves).StoreUnsafe(ref to, (nuint)(2 * toStride));
        Avx.Permute2x128(upper3, lower3, firstHalves).StoreUnsafe(ref to, (nuint)(3 * toStride));
        Avx.Permute2x128(upper0, lower0, secondHalves).StoreUnsafe(ref to, (nuint)(4 * toStride));
        Avx.Permute2x128(upper1, lower1, secondHalves).StoreUnsafe(ref to, (nuint)(5 * toStride));
        Avx.Permute2x128(upper2, lower2, secondHalves).StoreUnsafe(ref to, (nuint)(6 * toStride));
        Avx.Permute2x128(upper3, lower3, secondHalves).StoreUnsafe(ref to, (nuint)(7 * toStride));
    }
}
