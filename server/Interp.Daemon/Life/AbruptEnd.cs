using System.Runtime.InteropServices;

namespace Interp.Daemon.Life;

/// <summary>
/// Ends the process while threads of it still run in native code. The usual end would take down what those threads work on before it takes
/// the threads, and they would crash.
/// </summary>
internal static partial class AbruptEnd
{
    /// <summary>Ends the process with <paramref name="code"/>; nothing runs after it.</summary>
    public static void With(int code)
    {
        if (OperatingSystem.IsWindows())
        {
            _ = TerminateProcess(GetCurrentProcess(), (uint)code);
        }
        else
        {
            ExitAtOnce(code);
        }
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void ExitAtOnce(int code);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GetCurrentProcess();

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateProcess(nint process, uint code);
}
