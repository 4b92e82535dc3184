using System.Runtime.InteropServices;

namespace Interp.Runtime.Sessions;

/// <summary>A block of native memory, on large pages where it is large: the system clears 2 MB at a time instead of stopping the program for each 4 KB.</summary>
internal sealed unsafe class NativeBlock
{
    private const int CacheLine = 64;
    private const int HugePage = 2 << 20;

    /// <summary>Allocates <paramref name="bytes"/>, uninitialised.</summary>
    public NativeBlock(long bytes)
    {
        Bytes = bytes;
        Pointer = (nint)NativeMemory.AlignedAlloc((nuint)bytes, bytes < HugePage ? CacheLine : (nuint)HugePage);
        if (OperatingSystem.IsLinux() && bytes >= HugePage)
        {
            const int hugePages = 14;
            _ = MemoryAdvise(Pointer, (nuint)bytes, hugePages);
        }
    }

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>Address of the first byte.</summary>
    public nint Pointer { get; }

    /// <summary>Gives the memory back to the system; the block must not be used after.</summary>
    public void Free() => NativeMemory.AlignedFree((void*)Pointer);

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MemoryAdvise(nint address, nuint length, int advice);
}
