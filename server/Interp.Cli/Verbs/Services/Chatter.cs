using System.Runtime.InteropServices;

namespace Interp.Cli.Verbs.Services;

/// <summary>Prints to standard output all the time, from managed and from native code, as a library that logs would.</summary>
internal sealed partial class Chatter : IDisposable
{
    private const int Output = 1;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private readonly Timer timer = new(_ => Print(), null, Interval, Interval);

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private static void Print()
    {
        Console.WriteLine("printed by managed code");
        var text = "printed by native code\n"u8;
        if (!OperatingSystem.IsWindows())
        {
            _ = Write(Output, text, (nuint)text.Length);
        }
    }

    [LibraryImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> text, nuint length);
}
