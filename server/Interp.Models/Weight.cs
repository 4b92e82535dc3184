using System.Runtime.CompilerServices;

namespace Interp.Models;

/// <summary>
/// A float32 weight outside the garbage-collected heap: a view of memory that its <see cref="WeightStore"/> owns.
/// A matrix has its model-width axis last: row r is a vector of width D (for <c>W_Q, W_K, W_V, W_gate, W_up</c> an input direction,
/// for <c>W_O, W_out</c>, embedding and unembedding an output direction).
/// </summary>
public sealed unsafe class Weight
{
    private readonly float* values;

    /// <summary>A view of <paramref name="rows"/> x <paramref name="columns"/> floats that <paramref name="owner"/> keeps alive.</summary>
    public Weight(WeightStore owner, nint pointer, int rows, int columns)
    {
        Owner = owner;
        values = (float*)pointer;
        Rows = rows;
        Columns = columns;
    }

    /// <summary>Owner of the memory.</summary>
    public WeightStore Owner { get; }

    /// <summary>Rows; 1 for a vector.</summary>
    public int Rows { get; }

    /// <summary>Entries per row.</summary>
    public int Columns { get; }

    /// <summary>Number of entries.</summary>
    public long Count => (long)Rows * Columns;

    /// <summary>Address of the first entry; valid while the owner lives.</summary>
    public nint Pointer => (nint)values;

    /// <summary>One row, [Columns].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<float> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows);
        return new(values + ((long)row * Columns), Columns);
    }

    /// <summary>Several rows in sequence, [count * Columns].</summary>
    public ReadOnlySpan<float> RowRange(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)(first + count), (uint)Rows);
        return new(values + ((long)first * Columns), checked(count * Columns));
    }

    /// <summary>A vector's entries, [Columns].</summary>
    public ReadOnlySpan<float> Vector => Row(0);
}
