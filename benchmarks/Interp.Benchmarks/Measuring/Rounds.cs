using System.Diagnostics;

namespace Interp.Benchmarks.Measuring;

/// <summary>Times of several pieces of work that took turns: what disturbs the machine disturbs all of them.</summary>
public sealed class Rounds
{
    private readonly double[][] seconds;

    private Rounds(double[][] seconds) => this.seconds = seconds;

    /// <summary>Runs every piece once without counting, then all of them in turn, <paramref name="count"/> times.</summary>
    public static Rounds Alternate(int count, params Action[] pieces)
    {
        Array.ForEach(pieces, piece => piece());
        return Measure(count, pieces);
    }

    /// <summary>Runs every piece just once: for work so long that it needs no warming up.</summary>
    public static Rounds Once(params Action[] pieces) => Measure(1, pieces);

    private static Rounds Measure(int count, Action[] pieces)
    {
        var seconds = pieces.Select(_ => new double[count]).ToArray();
        for (var round = 0; round < count; round++)
        {
            for (var piece = 0; piece < pieces.Length; piece++)
            {
                Settle();
                var started = Stopwatch.GetTimestamp();
                pieces[piece]();
                seconds[piece][round] = Stopwatch.GetElapsedTime(started).TotalSeconds;
            }
        }

        return new Rounds(seconds);
    }

    /// <summary>Median time of a piece in seconds.</summary>
    public double Seconds(int piece) => Median(seconds[piece]);

    /// <summary>Median over the rounds of the time of <paramref name="piece"/> divided by that of <paramref name="others"/> together in the same round.</summary>
    public double Ratio(int piece, params int[] others) =>
        Median([.. seconds[piece].Select((time, round) => time / others.Sum(other => seconds[other][round]))]);

    /// <summary>The middle of some values.</summary>
    public static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    // Garbage of the last piece is not the next one's; threads that still spin after their work have time to go to sleep.
    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Task.Delay(20).GetAwaiter().GetResult();
    }
}
