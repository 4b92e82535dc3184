using System.Globalization;

namespace Interp.Benchmarks.Measuring;

/// <summary>How much memory a piece of work needs at its peak, as the kernel counts it.</summary>
public static class PeakMemory
{
    private const string Status = "/proc/self/status";
    private const string Reset = "/proc/self/clear_refs";

    /// <summary>Greatest resident memory during <paramref name="work"/> beyond that before it, in bytes; null where the system does not tell.</summary>
    public static double? During(Action work)
    {
        if (!File.Exists(Reset))
        {
            work();
            return null;
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        const string resetPeak = "5";
        File.WriteAllText(Reset, resetPeak);
        var before = Bytes("VmRSS:");
        work();
        return Bytes("VmHWM:") - before;
    }

    /// <summary>Greatest resident memory since the program began, in bytes; null where the system does not tell.</summary>
    public static double? Greatest() => File.Exists(Status) ? Bytes("VmHWM:") : null;

    private static double Bytes(string member)
    {
        var line = File.ReadLines(Status).First(text => text.StartsWith(member, StringComparison.Ordinal));
        return 1024 * double.Parse(line[member.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
