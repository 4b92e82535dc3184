using System.Runtime.ExceptionServices;

namespace Interp.Models.Reading;

/// <summary>Runs short pieces of work on threads of their own: model work never holds the thread pool.</summary>
internal static class ParallelPieces
{
    /// <summary>
    /// Runs all <paramref name="pieces"/> on <paramref name="threads"/> threads (0 = one per core), the caller's among them; the first
    /// failure stops the rest.
    /// </summary>
    /// <exception cref="OperationCanceledException">As asked.</exception>
    public static void Run(IReadOnlyList<Action> pieces, int threads, CancellationToken cancel)
    {
        threads = threads > 0 ? threads : Environment.ProcessorCount;
        var next = -1;
        Exception? failure = null;

        void Work()
        {
            try
            {
                for (var piece = Interlocked.Increment(ref next); piece < pieces.Count; piece = Interlocked.Increment(ref next))
                {
                    cancel.ThrowIfCancellationRequested();
                    pieces[piece]();
                }
            }
            catch (Exception thrown)
            {
                Interlocked.CompareExchange(ref failure, thrown, null);
                Volatile.Write(ref next, pieces.Count);
            }
        }

        var helpers = Enumerable.Range(1, Math.Clamp(Math.Min(threads, pieces.Count) - 1, 0, 256))
            .Select(number => new Thread(Work) { IsBackground = true, Name = $"weights {number}" }).ToArray();
        Array.ForEach(helpers, helper => helper.Start());
        Work();
        Array.ForEach(helpers, helper => helper.Join());
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
