using Interp.Contracts;

namespace Interp.Runtime.Sessions;

/// <summary>Refuses what cannot fit before it is tried: the system would end the program without a word.</summary>
internal static class MemoryNeed
{
    /// <summary>Passes where <paramref name="bytes"/> more can be had.</summary>
    /// <exception cref="InterpException">OutOfMemory with what is needed and available, in bytes.</exception>
    public static void Check(long bytes, string what, string hint)
    {
        // Small needs are not worth the question.
        const long negligible = 256L << 20;
        if (bytes < negligible)
        {
            return;
        }

        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
        if (bytes > available)
        {
            throw new InterpException(
                ErrorKind.OutOfMemory,
                $"There is not enough memory for {what}: {Megabytes(bytes)} MB are needed, {Megabytes(available)} MB available.",
                hint,
                new() { ["needed"] = bytes, ["available"] = Math.Max(available, 0) });
        }
    }

    private static long Megabytes(long bytes) => Math.Max(bytes, 0) >> 20;
}
