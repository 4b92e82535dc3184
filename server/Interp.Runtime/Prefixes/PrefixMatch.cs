namespace Interp.Runtime.Prefixes;

/// <summary>The longest beginning of a prompt that a tree knows.</summary>
internal sealed unsafe class PrefixMatch
{
    private readonly PrefixLayout layout;
    private readonly List<PrefixNode> way = [];

    /// <summary>Looks for <paramref name="ids"/> from <paramref name="root"/> on.</summary>
    public PrefixMatch(PrefixLayout layout, PrefixNode root, IReadOnlyList<int> ids)
    {
        this.layout = layout;
        Last = root;
        var node = root;
        while (node is not null && node.Children.Count > 0 && Length < ids.Count)
        {
            var next = node.Children.MaxBy(child => child.Shared(ids));
            var shared = next?.Shared(ids) ?? 0;
            if (next is null || shared == 0)
            {
                break;
            }

            way.Add(next);
            Length += shared;
            node = shared == PrefixNode.Full ? next : null;
            Last = node ?? Last;
        }
    }

    /// <summary>Tokens known.</summary>
    public int Length { get; }

    /// <summary>The last full node on the way, or the root.</summary>
    public PrefixNode Last { get; }

    /// <summary>Nodes from the first to the one that holds the last token known.</summary>
    public IReadOnlyList<PrefixNode> Way => way;

    /// <summary>Copies the rows of the positions <paramref name="from"/> to <paramref name="to"/> (not included).</summary>
    public void Copy(PrefixPart part, int level, int from, int to, float* target)
    {
        var width = layout.RowLength(part);
        foreach (var node in way)
        {
            var (first, end) = (Math.Max(from, node.First), Math.Min(to, node.End));
            if (first < end)
            {
                var bytes = (long)(end - first) * width * sizeof(float);
                Buffer.MemoryCopy(node.Row(part, level, first), target + ((long)(first - from) * width), bytes, bytes);
            }
        }
    }
}
