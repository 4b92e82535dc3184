using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Interp.Daemon.Wire;

/// <summary>
/// Standard input and output as the wire. The descriptor of standard output is duplicated and the original pointed at standard error,
/// so that nothing else in the process, native libraries included, can write into the stream of frames.
/// </summary>
internal static partial class StandardStreams
{
    private const int Output = 1;
    private const int Error = 2;
    private const int InputHandle = -10;
    private const int OutputHandle = -11;
    private const int ErrorHandle = -12;

    /// <summary>Takes both for the wire.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public static (Stream Input, Stream Output) Take() => OperatingSystem.IsWindows() ? TakeOnWindows() : TakeOnUnix();

    private static (Stream Input, Stream Output) TakeOnUnix()
    {
        var wire = Checked(Duplicate(Output));
        Checked(DuplicateTo(Error, Output));
        return (Open(0, FileAccess.Read), Open(wire, FileAccess.Write));
    }

    private static FileStream Open(nint descriptor, FileAccess access) =>
        new(new SafeFileHandle(descriptor, ownsHandle: true), access, bufferSize: 0, isAsync: false);

    private static int Checked(int result) => result >= 0 ? result
        : throw new IOException("Standard output cannot be taken for the wire.", new Win32Exception(Marshal.GetLastPInvokeError()));

    private static (Stream Input, Stream Output) TakeOnWindows()
    {
        var self = GetCurrentProcess();
        const uint sameAccess = 2;
        if (!DuplicateHandle(self, GetStdHandle(OutputHandle), self, out var wire, 0, false, sameAccess) || !SetStdHandle(OutputHandle, GetStdHandle(ErrorHandle)))
        {
            throw new IOException("Standard output cannot be taken for the wire.", new Win32Exception(Marshal.GetLastPInvokeError()));
        }

        // Native libraries write through descriptor 1 of the C runtime.
        _ = DuplicateToOfRuntime(Error, Output);
        return (Open(GetStdHandle(InputHandle), FileAccess.Read), Open(wire, FileAccess.Write));
    }

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int DuplicateTo(int from, int to);

    [LibraryImport("ucrtbase", EntryPoint = "_dup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int DuplicateToOfRuntime(int from, int to);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GetCurrentProcess();

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GetStdHandle(int which);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetStdHandle(int which, nint handle);

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool DuplicateHandle(
        nint fromProcess, nint handle, nint toProcess, out nint copy, uint access, [MarshalAs(UnmanagedType.Bool)] bool inherit, uint options);
}
