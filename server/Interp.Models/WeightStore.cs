using System.Runtime.InteropServices;

namespace Interp.Models;

/// <summary>Owns the native memory (allocated or mapped) of a model's weights. Everything that holds a <see cref="Weight"/> lives within it.</summary>
public sealed unsafe class WeightStore : IDisposable
{
    private const nuint Alignment = 64;
    private const nuint HugePage = 2 << 20;
    private const nuint SmallestBlock = 1 << 20;
    private const nuint LargestBlock = 64 << 20;

    private readonly Lock gate = new();
    private readonly List<nint> blocks = [];
    private readonly List<IDisposable> mappings = [];
    private nint next;
    private nuint left;
    private bool disposed;

    /// <summary>False copies what could be used as it lies in a file: what is mapped ends the process when the file is cut short.</summary>
    public bool MapsFiles { get; init; } = true;

    /// <summary>Bytes allocated (mapped files not counted).</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>Bytes of weights that are used where they are in mapped files: the system may drop them from memory and read them again.</summary>
    public long MappedBytes { get; private set; }

    /// <summary>Allocates an uninitialised weight, 64-byte aligned, on huge pages where the system grants them.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Entries per row.</param>
    /// <param name="encoding">How its entries will lie there.</param>
    /// <param name="scale">What they are multiplied by when they are read.</param>
    public Weight Allocate(int rows, int columns, WeightEncoding encoding = WeightEncoding.F32, float scale = 1)
    {
        var bytes = checked((nuint)WeightBlocks.BytesOf(encoding, rows, columns));
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            var taken = checked(bytes + Alignment - 1) / Alignment * Alignment;
            if (taken > left)
            {
                // Blocks grow with the model: memory that no weight lies in is never touched.
                var grown = nuint.Clamp((nuint)AllocatedBytes, SmallestBlock, LargestBlock);
                (next, left) = AllocateBlock(nuint.Max(taken, grown));
            }

            var weight = new Weight(this, next, rows, columns, encoding, scale);
            next += (nint)taken;
            left -= taken;
            AllocatedBytes += (long)bytes;
            return weight;
        }
    }

    /// <summary>The entries of a float32 weight of this store, to be filled once by the reader that allocated it.</summary>
    public Span<float> Writable(Weight weight, int firstRow, int rows)
    {
        if (weight.Owner != this || !weight.IsFloat)
        {
            throw new ArgumentException("The weight belongs to another store, or is not float32.", nameof(weight));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)(firstRow + rows), (uint)weight.Rows);
        return new((float*)weight.Pointer + ((long)firstRow * weight.Columns), checked(rows * weight.Columns));
    }

    /// <summary>The bytes of a weight of this store, to be filled once by the reader that allocated it.</summary>
    internal Span<byte> WritableBytes(Weight weight, long offset, int count)
    {
        if (weight.Owner != this)
        {
            throw new ArgumentException("The weight belongs to another store.", nameof(weight));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)(offset + count), (ulong)weight.Bytes);
        return new((byte*)weight.Pointer + offset, count);
    }

    /// <summary>Keeps the mapping that <paramref name="weight"/> lies in alive as long as the store.</summary>
    internal Weight Keep(Weight weight, IDisposable mapping)
    {
        lock (gate)
        {
            mappings.Add(mapping);
            MappedBytes += weight.Bytes;
        }

        return weight;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        foreach (var block in blocks)
        {
            NativeMemory.AlignedFree((void*)block);
        }

        foreach (var mapping in mappings)
        {
            mapping.Dispose();
        }
    }

    private (nint Start, nuint Bytes) AllocateBlock(nuint bytes)
    {
        var large = bytes >= HugePage;
        var alignment = large ? HugePage : Alignment;
        var rounded = (bytes + alignment - 1) / alignment * alignment;
        var block = (nint)NativeMemory.AlignedAlloc(rounded, alignment);
        if (large && OperatingSystem.IsLinux())
        {
            const int adviseHugePages = 14;
            _ = MemoryAdvise(block, rounded, adviseHugePages);
        }

        blocks.Add(block);
        return (block, rounded);
    }

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MemoryAdvise(nint address, nuint length, int advice);
}
