namespace Interp.Daemon.Lanes;

/// <summary>Knows when somebody last waited for an answer. Work that nobody waits for lets a moment go by first, so that it is in nobody's way.</summary>
internal sealed class Attention(TimeProvider time)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    // Somebody who asks without end must not keep the rest from being done.
    private const int MostMoments = 8;
    private long last;
    private int waiting;

    /// <summary>Somebody waits for an answer until what is returned is disposed.</summary>
    public IDisposable Hold()
    {
        Interlocked.Increment(ref waiting);
        return new Held(this);
    }

    /// <summary>Somebody has asked for an answer.</summary>
    public void Note() => Volatile.Write(ref last, time.GetTimestamp());

    /// <summary>Waits until nobody waits or has asked for a moment, at most for a second or two.</summary>
    public async Task PassAsync(CancellationToken cancel)
    {
        for (var moments = 0; moments < MostMoments && Left() is var left && left > TimeSpan.Zero; moments++)
        {
            await Task.Delay(left, time, cancel).ConfigureAwait(false);
        }
    }

    private TimeSpan Left()
    {
        if (Volatile.Read(ref waiting) > 0)
        {
            return Moment;
        }

        return Volatile.Read(ref last) is var asked and not 0 ? Moment - time.GetElapsedTime(asked) : TimeSpan.Zero;
    }

    private sealed class Held(Attention attention) : IDisposable
    {
        public void Dispose()
        {
            attention.Note();
            Interlocked.Decrement(ref attention.waiting);
        }
    }
}
