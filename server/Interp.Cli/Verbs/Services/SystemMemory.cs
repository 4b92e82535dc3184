using System.Globalization;

namespace Interp.Cli.Verbs.Services;

/// <summary>The machine's memory in bytes, limits of a container included.</summary>
internal static class SystemMemory
{
    /// <summary>All of it.</summary>
    public static long Total => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>What a program can still take.</summary>
    public static long Available => Math.Min(Total, FromKernel() ?? (Total - GC.GetGCMemoryInfo().MemoryLoadBytes));

    private static long? FromKernel()
    {
        const string file = "/proc/meminfo";
        if (!File.Exists(file))
        {
            return null;
        }

        var line = File.ReadLines(file).FirstOrDefault(candidate => candidate.StartsWith("MemAvailable:", StringComparison.Ordinal));
        var digits = line is null ? "" : string.Concat(line.Where(char.IsAsciiDigit));
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : null;
    }
}
