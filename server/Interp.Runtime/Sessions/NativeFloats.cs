using System.Buffers;

namespace Interp.Runtime.Sessions;

/// <summary>An array of floats outside the garbage-collected heap, uninitialised. It never moves, so native code may write to it.</summary>
internal sealed unsafe class NativeFloats : MemoryManager<float>
{
    private readonly NativeBlock block;
    private readonly BlockPool? pool;
    private float* values;

    /// <summary>Allocates <paramref name="count"/> floats.</summary>
    public NativeFloats(long count)
        : this(count, new NativeBlock(BytesOf(count)), null)
    {
    }

    /// <summary>Takes <paramref name="count"/> floats from <paramref name="pool"/> and gives them back when disposed.</summary>
    public NativeFloats(long count, BlockPool pool)
        : this(count, pool.Take(BytesOf(count)), pool)
    {
    }

    private NativeFloats(long count, NativeBlock block, BlockPool? pool)
    {
        Count = count;
        this.block = block;
        this.pool = pool;
        values = (float*)block.Pointer;
    }

    /// <summary>Number of floats.</summary>
    public long Count { get; }

    /// <summary>Address of the entry at <paramref name="index"/>.</summary>
    public float* At(long index)
    {
        ObjectDisposedException.ThrowIf(values is null, this);
        return values + index;
    }

    /// <summary>Part of the array as memory; valid until it is disposed.</summary>
    public Memory<float> Slice(long start, int length) => new NativeView(this, start, length).Memory;

    /// <inheritdoc/>
    public override Span<float> GetSpan() => new(At(0), checked((int)Count));

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(At(elementIndex));

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (values is null)
        {
            return;
        }

        values = null;
        if (pool is null)
        {
            block.Free();
        }
        else
        {
            pool.GiveBack(block);
        }
    }

    private static long BytesOf(long count) => Math.Max(count, 1) * sizeof(float);
}

/// <summary>A part of a native array that is longer than one <see cref="Memory{T}"/> may be.</summary>
internal sealed unsafe class NativeView(NativeFloats owner, long start, int length) : MemoryManager<float>
{
    /// <inheritdoc/>
    public override Span<float> GetSpan() => new(owner.At(start), length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(owner.At(start + elementIndex));

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
