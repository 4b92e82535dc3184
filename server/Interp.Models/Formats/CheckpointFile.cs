using System.IO.MemoryMappedFiles;
using System.Security;
using Microsoft.Win32.SafeHandles;

namespace Interp.Models.Formats;

/// <summary>
/// A file open for reading. What is copied out of it is read at its place, so that a file that is cut short meanwhile is a failure like
/// any other; a mapped one would end the process. Every access is checked against the size that the file had when it was opened. It is
/// closed when all who share it have disposed it: whoever opened it, and each <see cref="Share"/>. Any thread may read.
/// </summary>
internal sealed unsafe class CheckpointFile : IDisposable
{
    /// <summary>Bytes that are read at once where few are asked for: headers are read number by number.</summary>
    private const int WindowBytes = 64 << 10;

    private readonly Lock gate = new();
    private readonly SafeFileHandle handle;
    private Window window = new(0, []);
    private MemoryMappedFile? map;
    private MemoryMappedViewAccessor? view;
    private byte* start;
    private int owners = 1;

    private CheckpointFile(string path, SafeFileHandle handle)
    {
        Path = path;
        this.handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Bytes in the file when it was opened.</summary>
    public long Length { get; }

    /// <summary>Opens <paramref name="path"/>. An empty file is allowed: its length is 0.</summary>
    /// <exception cref="Interp.Contracts.InterpException">FileProblem with the system's reason.</exception>
    public static CheckpointFile Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return new CheckpointFile(path, handle);
        }
        catch (Exception reason) when (IsOfSystem(reason))
        {
            handle?.Dispose();
            throw ModelProblems.Unreadable(path, reason);
        }
    }

    /// <summary>Fills <paramref name="bytes"/> from <paramref name="offset"/> on.</summary>
    /// <exception cref="Interp.Contracts.InterpException">FileProblem; ModelDamaged: the file was cut short since it was opened.</exception>
    public void Read(long offset, Span<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)offset, (ulong)(Length - bytes.Length));
        try
        {
            for (var filled = 0; filled < bytes.Length;)
            {
                var count = RandomAccess.Read(handle, bytes[filled..], offset + filled);
                filled += count > 0 ? count : throw CutShort();
            }
        }
        catch (Exception reason) when (IsOfSystem(reason))
        {
            throw ModelProblems.Unreadable(Path, reason);
        }
    }

    /// <summary>The bytes from <paramref name="offset"/>. They are a copy, and those around them are read with them.</summary>
    /// <exception cref="Interp.Contracts.InterpException">As <see cref="Read"/>.</exception>
    public ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)offset, (ulong)(Length - count));
        if (count > WindowBytes)
        {
            var all = new byte[count];
            Read(offset, all);
            return all;
        }

        var near = Volatile.Read(ref window);
        if (offset < near.Start || offset + count > near.Start + near.Bytes.Length)
        {
            near = new Window(offset, new byte[Math.Min(WindowBytes, Length - offset)]);
            Read(offset, near.Bytes);
            Volatile.Write(ref window, near);
        }

        return near.Bytes.AsSpan((int)(offset - near.Start), count);
    }

    /// <summary>Address of the byte at <paramref name="offset"/> of the mapped file; valid until this is disposed. The process ends when the file is cut short and a byte behind its new end is read.</summary>
    /// <exception cref="Interp.Contracts.InterpException">As <see cref="Read"/>.</exception>
    public nint Address(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)offset, (ulong)Length);
        lock (gate)
        {
            if (view is null && Length > 0)
            {
                Map();
            }

            return (nint)(start + offset);
        }
    }

    /// <summary>One more owner, who disposes it too.</summary>
    public CheckpointFile Share()
    {
        Interlocked.Increment(ref owners);
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref owners) != 0)
        {
            return;
        }

        if (view is not null)
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
        }

        map?.Dispose();
        handle.Dispose();
    }

    private void Map()
    {
        if (RandomAccess.GetLength(handle) < Length)
        {
            throw CutShort();
        }

        try
        {
            map = MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            view = map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        }
        catch (Exception reason) when (IsOfSystem(reason))
        {
            throw ModelProblems.Unreadable(Path, reason);
        }

        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
    }

    private Contracts.InterpException CutShort() => ModelProblems.Damaged(
        Path, $"it had {Length} bytes when it was opened and was cut short while it was read", "Wait until the file is complete, then load the model again.");

    private static bool IsOfSystem(Exception reason) => reason is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException;

    /// <summary>Bytes of the file; never changed, so that spans of it stay good.</summary>
    private sealed record Window(long Start, byte[] Bytes);
}
