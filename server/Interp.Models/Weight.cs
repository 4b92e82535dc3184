namespace Interp.Models;

/// <summary>
/// A weight outside the garbage-collected heap: a view of memory that its <see cref="WeightStore"/> owns, read as float32 however it is
/// encoded there. A matrix has its model-width axis last: row r is a vector of width D (for <c>W_Q, W_K, W_V, W_gate, W_up</c> an input
/// direction, for <c>W_O, W_out</c>, embedding and unembedding an output direction).
/// </summary>
public sealed unsafe class Weight
{
    private readonly byte* values;

    /// <summary>A view of <paramref name="rows"/> x <paramref name="columns"/> entries that <paramref name="owner"/> keeps alive.</summary>
    /// <param name="owner">Keeps the memory.</param>
    /// <param name="pointer">First byte.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Entries per row.</param>
    /// <param name="encoding">How the entries lie there.</param>
    /// <param name="scale">What each entry is multiplied by when it is read; 1 where it is float32.</param>
    public Weight(WeightStore owner, nint pointer, int rows, int columns, WeightEncoding encoding = WeightEncoding.F32, float scale = 1)
    {
        Owner = owner;
        values = (byte*)pointer;
        Rows = rows;
        Columns = columns;
        Encoding = encoding;
        Scale = scale;
    }

    /// <summary>Owner of the memory.</summary>
    public WeightStore Owner { get; }

    /// <summary>Rows; 1 for a vector.</summary>
    public int Rows { get; }

    /// <summary>Entries per row.</summary>
    public int Columns { get; }

    /// <summary>How the entries lie in memory.</summary>
    public WeightEncoding Encoding { get; }

    /// <summary>What each entry is multiplied by when it is read.</summary>
    public float Scale { get; }

    /// <summary>True where the memory holds the float32 values themselves.</summary>
    public bool IsFloat => Encoding == WeightEncoding.F32;

    /// <summary>Number of entries.</summary>
    public long Count => (long)Rows * Columns;

    /// <summary>Bytes in memory.</summary>
    public long Bytes => WeightBlocks.BytesOf(Encoding, Rows, Columns);

    /// <summary>Address of the first byte; valid while the owner lives.</summary>
    public nint Pointer => (nint)values;

    /// <summary>A vector's entries, [Columns].</summary>
    public ReadOnlySpan<float> Vector => Row(0);

    /// <summary>One row, [Columns]: in place where the weight is float32, else a decoded copy.</summary>
    public ReadOnlySpan<float> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows);
        return RowRange(row, 1);
    }

    /// <summary>Several rows in sequence, [count * Columns]: in place where the weight is float32, else a decoded copy.</summary>
    public ReadOnlySpan<float> RowRange(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)(first + count), (uint)Rows);
        var entries = checked(count * Columns);
        if (IsFloat)
        {
            return new((float*)values + ((long)first * Columns), entries);
        }

        var copy = GC.AllocateUninitializedArray<float>(entries);
        Read(first, count, copy);
        return copy;
    }

    /// <summary>Writes several rows, [count * Columns], to <paramref name="target"/>.</summary>
    public void Read(int first, int count, Span<float> target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)(first + count), (uint)Rows);
        WeightDecoding.Read(this, first, count, target[..checked(count * Columns)]);
    }

    /// <summary>This weight where it is float32, else a copy in <paramref name="room"/> that is.</summary>
    public Weight AsFloat(WeightStore room)
    {
        if (IsFloat)
        {
            return this;
        }

        const int rowsAtOnce = 256;
        var copy = room.Allocate(Rows, Columns);
        for (var first = 0; first < Rows; first += rowsAtOnce)
        {
            var count = Math.Min(rowsAtOnce, Rows - first);
            Read(first, count, room.Writable(copy, first, count));
        }

        return copy;
    }

    /// <summary>The bytes of a run of lines: of rows, where the matrix is stored turned of columns.</summary>
    internal ReadOnlySpan<byte> Lines(int first, int count)
    {
        var line = Bytes / (Encoding == WeightEncoding.Q8Turned ? Columns : Rows);
        return new(values + (first * line), checked((int)(count * line)));
    }
}
