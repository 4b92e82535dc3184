using Interp.Models;

namespace Interp.Runtime.Prefixes;

/// <summary>Where a suffix begins, and on how many threads it is computed so that its kernels take the path of the whole prompt.</summary>
/// <param name="Known">Positions before it; 0 where all are computed, T where none is.</param>
/// <param name="Threads">Threads.</param>
internal readonly record struct SuffixChoice(int Known, int Threads)
{
    /// <summary>How many rows more than needed are tried to come onto the right path.</summary>
    private const int MostRowsMore = 64;

    /// <summary>The cheapest choice.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="common">Positions for which rows are kept.</param>
    /// <param name="length">T.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="byRows">False where nothing but the whole prompt is of use.</param>
    public static SuffixChoice Of(ModelSpec spec, int common, int length, int threads, bool byRows)
    {
        if (common == length)
        {
            return new(length, threads);
        }

        // A single row is another kernel, so a suffix has two.
        var granule = KernelPath.Granule(spec);
        var most = Math.Min(common, length - 2) / granule * granule;
        var best = new SuffixChoice(0, threads);
        if (!byRows || most <= 0)
        {
            return best;
        }

        var path = KernelPath.Of(spec, length, length, threads);
        for (var known = most; known > 0 && known >= most - MostRowsMore; known -= granule)
        {
            Try(new(known, threads));
        }

        for (var fewer = threads - 1; fewer > 0; fewer--)
        {
            Try(new(most, fewer));
        }

        return best;

        void Try(SuffixChoice choice)
        {
            var cheaper = (long)(length - choice.Known) * best.Threads < (long)(length - best.Known) * choice.Threads;
            if (cheaper && KernelPath.Of(spec, length - choice.Known, length, choice.Threads) == path)
            {
                best = choice;
            }
        }
    }
}
