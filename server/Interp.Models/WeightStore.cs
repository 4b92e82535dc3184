using System.Runtime.InteropServices;

namespace Interp.Models;

/// <summary>Owns the native memory (allocated or mapped) of a model's weights. Everything that holds a <see cref="Weight"/> lives within it.</summary>
public sealed unsafe class WeightStore : IDisposable
{
    private readonly List<nint> blocks = [];
    private readonly List<IDisposable> mappings = [];
    private bool disposed;

    /// <summary>Bytes allocated (mapped files not counted).</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>Allocates an uninitialised weight, 64-byte aligned, on huge pages where the system grants them.</summary>
    public Weight Allocate(int rows, int columns)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var bytes = checked((nuint)rows * (nuint)columns * sizeof(float));
        const nuint hugePage = 2 << 20;
        var block = (nint)NativeMemory.AlignedAlloc(bytes, bytes >= hugePage ? hugePage : 64);
        if (bytes >= hugePage && OperatingSystem.IsLinux())
        {
            const int adviseHugePages = 14;
            _ = MemoryAdvise(block, bytes, adviseHugePages);
        }

        blocks.Add(block);
        AllocatedBytes += (long)bytes;
        return new Weight(this, block, rows, columns);
    }

    /// <summary>The entries of a weight of this store, to be filled once by the reader that allocated it.</summary>
    public Span<float> Writable(Weight weight, int firstRow, int rows)
    {
        if (weight.Owner != this)
        {
            throw new ArgumentException("The weight belongs to another store.", nameof(weight));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)(firstRow + rows), (uint)weight.Rows);
        return new((float*)weight.Pointer + ((long)firstRow * weight.Columns), checked(rows * weight.Columns));
    }

    /// <summary>Keeps a mapping alive as long as the store.</summary>
    public void Keep(IDisposable mapping) => mappings.Add(mapping);

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

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MemoryAdvise(nint address, nuint length, int advice);
}
