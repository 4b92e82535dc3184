namespace Interp.Runtime.Sessions;

/// <summary>
/// Keeps the memory of a pass for the next one: fresh memory has to be cleared by the system first, which can take as long as writing the taps.
/// Two large blocks wait at a time, so that passes with many taps and with few may take turns, and a few small ones; what is not taken again
/// within two seconds goes back to the system, but for a little.
/// </summary>
internal sealed class BlockPool : IDisposable
{
    /// <summary>Bytes that stay for good: the taps of a short prompt.</summary>
    private const long KeptWhenIdle = 24L << 20;

    /// <summary>Blocks from this size on are large.</summary>
    private const long Large = 4L << 20;

    /// <summary>Large blocks that stay while in use.</summary>
    private const int LargeBlocks = 2;

    /// <summary>Small blocks that stay while in use.</summary>
    private const int SmallBlocks = 4;

    /// <summary>How many times larger than the need a block may be.</summary>
    private const int MostSlack = 4;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly List<NativeBlock> free = [];
    private readonly Timer timer;
    private bool closed;

    /// <summary>An empty pool.</summary>
    public BlockPool() => timer = new Timer(_ => Trim(KeptWhenIdle));

    /// <summary>Bytes that wait to be taken.</summary>
    public long FreeBytes
    {
        get
        {
            lock (gate)
            {
                return free.Sum(block => block.Bytes);
            }
        }
    }

    /// <summary>A block of at least <paramref name="bytes"/>, and of at most four times as many.</summary>
    public NativeBlock Take(long bytes)
    {
        lock (gate)
        {
            var fitting = free.Where(block => block.Bytes >= bytes && block.Bytes / MostSlack <= bytes).MinBy(block => block.Bytes);
            if (fitting is not null)
            {
                free.Remove(fitting);
                return fitting;
            }

            // What is a little too small will not be asked for again: the larger block serves instead.
            Drop(block => block.Bytes >= Large && block.Bytes < bytes && block.Bytes >= bytes / MostSlack, keep: 0);
        }

        // Room for the next, slightly longer prompt.
        return new NativeBlock(bytes + (bytes / 8));
    }

    /// <summary>Takes back a block.</summary>
    public void GiveBack(NativeBlock block)
    {
        lock (gate)
        {
            if (closed)
            {
                block.Free();
                return;
            }

            free.Add(block);
            Drop(other => other.Bytes >= Large, keep: LargeBlocks);
            Drop(other => other.Bytes < Large, keep: SmallBlocks);
            timer.Change(Idle, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Gives blocks back to the system, the one that waits longest first, until at most <paramref name="most"/> bytes wait.</summary>
    public void Trim(long most)
    {
        lock (gate)
        {
            while (free.Count > 0 && free.Sum(block => block.Bytes) > most)
            {
                free[0].Free();
                free.RemoveAt(0);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
        }

        timer.Dispose();
        Trim(0);
    }

    /// <summary>Frees blocks of a kind but for those that were given back last.</summary>
    private void Drop(Func<NativeBlock, bool> kind, int keep)
    {
        foreach (var block in free.Where(kind).SkipLast(keep).ToList())
        {
            block.Free();
            free.Remove(block);
        }
    }
}
