using System.Globalization;
using Interp.Contracts;

namespace Interp.Models;

/// <summary>What the machine has left for a model.</summary>
public static class AvailableMemory
{
    /// <summary>Bytes that this program can still take without others being pushed out, about: what the system says is free, within the limit of this program.</summary>
    public static long Bytes
    {
        get
        {
            var allowed = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
            return Math.Max(0, Math.Min(allowed, SystemFree() ?? allowed));
        }
    }

    /// <summary>Passes where weights of so many bytes fit.</summary>
    /// <exception cref="InterpException">OutOfMemory with what is needed and available, in bytes.</exception>
    internal static void Check(long bytes, WeightPrecision precision)
    {
        // Small needs are not worth the question.
        const long negligible = 256L << 20;
        if (bytes < negligible)
        {
            return;
        }

        var available = Bytes;
        if (bytes > available)
        {
            throw new InterpException(
                ErrorKind.OutOfMemory,
                $"There is not enough memory for the weights in {WeightPrecisions.NameOf(precision)}: {bytes >> 20} MB are needed, {available >> 20} MB available.",
                precision == WeightPrecision.Q8 ? "Close other programs, or use a smaller model." : "Use the precision q8 or auto, close other programs, or use a smaller model.",
                new() { ["needed"] = bytes, ["available"] = available });
        }
    }

    /// <summary>What Linux could free for a program at once; null where the system does not say.</summary>
    private static long? SystemFree()
    {
        const string file = "/proc/meminfo", name = "MemAvailable:";
        try
        {
            var line = OperatingSystem.IsLinux() ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) : null;
            var number = line?[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
            return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes << 10 : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
