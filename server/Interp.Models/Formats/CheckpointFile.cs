using System.IO.MemoryMappedFiles;
using System.Security;

namespace Interp.Models.Formats;

/// <summary>
/// A file mapped into memory for reading. Every access is checked against the file's size. It is closed when all who share it
/// have disposed it: whoever opened it, and each <see cref="Share"/>.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? map;
    private readonly MemoryMappedViewAccessor? view;
    private readonly byte* start;
    private int owners = 1;

    private MappedFile(string path, MemoryMappedFile? map, MemoryMappedViewAccessor? view, long length)
    {
        Path = path;
        Length = length;
        this.map = map;
        this.view = view;
        if (view is not null)
        {
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            start += view.PointerOffset;
        }
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Bytes in the file.</summary>
    public long Length { get; }

    /// <summary>Address of the byte at <paramref name="offset"/>; valid until this is disposed.</summary>
    public nint Address(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)offset, (ulong)Length);
        return (nint)(start + offset);
    }

    /// <summary>The bytes from <paramref name="offset"/>; valid until this is disposed.</summary>
    public ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)offset, (ulong)(Length - count));
        return new(start + offset, count);
    }

    /// <summary>Maps <paramref name="path"/>. An empty file is allowed: its length is 0.</summary>
    /// <exception cref="Interp.Contracts.InterpException">FileProblem with the system's reason.</exception>
    public static MappedFile Open(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            if (stream.Length == 0)
            {
                return new MappedFile(path, null, null, 0);
            }

            var map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            return new MappedFile(path, map, map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), stream.Length);
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException)
        {
            throw ModelProblems.Unreadable(path, reason);
        }
    }

    /// <summary>One more owner, who disposes it too.</summary>
    public MappedFile Share()
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

        if (view is { CanRead: true } open)
        {
            open.SafeMemoryMappedViewHandle.ReleasePointer();
            open.Dispose();
        }

        map?.Dispose();
    }
}
