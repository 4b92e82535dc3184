namespace Interp.Runtime.Prefixes;

/// <summary>
/// The use of the cache by one forward pass: what is known of its prompt, and the nodes that it fills. Nodes that were not committed are freed;
/// a pass that fails leaves the cache as it was.
/// </summary>
internal sealed unsafe class PrefixLease : IDisposable
{
    private readonly PrefixCache cache;
    private readonly PrefixLayout layout;
    private readonly PrefixMatch match;
    private readonly List<PrefixNode> filled;

    /// <summary>A use of <paramref name="match"/> that fills the nodes <paramref name="filled"/>, which follow on it.</summary>
    public PrefixLease(PrefixCache cache, PrefixLayout layout, PrefixMatch match, List<PrefixNode> filled, SuffixChoice suffix)
    {
        this.cache = cache;
        this.layout = layout;
        this.match = match;
        this.filled = filled;
        Known = suffix.Known;
        Threads = suffix.Threads;
        CopyKnownRows();
    }

    /// <summary>Positions whose rows need not be computed.</summary>
    public int Known { get; private set; }

    /// <summary>Threads for the rows after the known ones.</summary>
    public int Threads { get; }

    /// <summary>True while the rows of this pass are to be written.</summary>
    public bool Fills => filled.Count > 0;

    /// <summary>True where the cache wants this reuse compared with a computation of all rows.</summary>
    public bool WantsCheck => cache.WantsCheck;

    /// <summary>Copies known rows of the positions <paramref name="from"/> to <paramref name="to"/> (not included).</summary>
    public void Read(PrefixPart part, int level, int from, int to, float* target) => match.Copy(part, level, from, to, target);

    /// <summary>Keeps rows of the positions from <paramref name="first"/> to the end of the prompt, those that are not known yet.</summary>
    public void Write(PrefixPart part, int level, int first, float* rows)
    {
        var width = layout.RowLength(part);
        foreach (var node in filled)
        {
            var from = Math.Max(Math.Max(first, Known), node.First);
            if (from < node.End)
            {
                var bytes = (long)(node.End - from) * width * sizeof(float);
                Buffer.MemoryCopy(rows + ((long)(from - first) * width), node.Row(part, level, from), bytes, bytes);
            }
        }
    }

    /// <summary>Tells what a check has found; after a failed one nothing is known.</summary>
    public void Checked(bool agrees)
    {
        cache.Checked(agrees);
        if (!agrees)
        {
            Known = 0;
            cache.Free(filled);
        }
    }

    /// <summary>Puts what was written into the cache.</summary>
    public void Commit() => cache.Commit(filled, match.Last);

    /// <inheritdoc/>
    public void Dispose() => cache.End(filled);

    /// <summary>The first node to be filled may begin with rows that are known.</summary>
    private void CopyKnownRows()
    {
        foreach (var node in filled.Where(node => node.First < Known))
        {
            var end = Math.Min(node.End, Known);
            for (var level = 0; level <= layout.Layers; level++)
            {
                Read(PrefixPart.Stream, level, node.First, end, node.Row(PrefixPart.Stream, level, node.First));
                if (level < layout.Layers)
                {
                    Read(PrefixPart.Key, level, node.First, end, node.Row(PrefixPart.Key, level, node.First));
                    Read(PrefixPart.Value, level, node.First, end, node.Row(PrefixPart.Value, level, node.First));
                }
            }
        }
    }
}
