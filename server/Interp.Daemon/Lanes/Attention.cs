namespace Interp.Daemon.Lanes;

/// <summary>Knows when somebody last waited for an answer. Work that nobody waits for lets a moment go by first, so that it is in nobody's way.</summary>
internal sealed class Attention(TimeProvider time)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    // Somebody who asks without end must not keep the rest from being done.
    private const int MostMoments = 8;
    private long last;

    /// <summary>Somebody begins or ends to wait for an answer.</summary>
    public void Note() => Volatile.Write(ref last, time.GetTimestamp());

    /// <summary>Waits until nobody has asked for a moment, at most for a second or two.</summary>
    public async Task PassAsync(CancellationToken cancel)
    {
        for (var moments = 0; moments < MostMoments && Volatile.Read(ref last) is var asked and not 0; moments++)
        {
            var left = Moment - time.GetElapsedTime(asked);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            await Task.Delay(left, time, cancel).ConfigureAwait(false);
        }
    }
}
