namespace Interp.Runtime.Prefixes;

/// <summary>Trees of token prefixes with a count of their bytes. One tree for each path of the kernels: what was computed on one is no answer on another.</summary>
internal sealed class PrefixTrees(PrefixLayout layout) : IDisposable
{
    private readonly Dictionary<string, PrefixNode> roots = [];
    private readonly HashSet<PrefixNode> nodes = [];

    /// <summary>Bytes of all nodes, those that are not in a tree yet included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Tokens of all nodes.</summary>
    public int Tokens => nodes.Sum(node => node.Tokens.Length);

    /// <summary>The root of a tree.</summary>
    public PrefixNode Root(string path)
    {
        if (!roots.TryGetValue(path, out var root))
        {
            root = new PrefixNode(layout, [], 0);
            roots.Add(path, root);
        }

        return root;
    }

    /// <summary>A node that is in no tree yet; null where <paramref name="budget"/> has no room, whatever of before run <paramref name="now"/> goes.</summary>
    public PrefixNode? Create(int[] tokens, int first, long budget, long now)
    {
        var bytes = layout.BytesPerToken * tokens.Length;
        Trim(budget - bytes, now);
        if (Bytes + bytes > budget)
        {
            return null;
        }

        Bytes += bytes;
        return new PrefixNode(layout, tokens, first) { LastUse = now };
    }

    /// <summary>Puts a node into a tree, in place of a shorter one that it begins with.</summary>
    public void Add(PrefixNode node, PrefixNode parent)
    {
        foreach (var shorter in parent.Children.Where(child => node.Tokens.AsSpan().StartsWith(child.Tokens)).ToList())
        {
            Remove(shorter);
        }

        node.AttachTo(parent);
        nodes.Add(node);
    }

    /// <summary>Frees a node that is in no tree.</summary>
    public void Free(PrefixNode node)
    {
        Bytes -= node.Bytes;
        node.Dispose();
    }

    /// <summary>Frees the ends that were not used for longest until <paramref name="bytes"/> are left, but nothing that run <paramref name="now"/> uses; 0 = none goes on.</summary>
    public void Trim(long bytes, long now)
    {
        while (Bytes > bytes && nodes.Where(node => node.Children.Count == 0 && node.LastUse != now).MinBy(node => node.LastUse) is { } oldest)
        {
            Remove(oldest);
        }

        if (now != 0)
        {
            // The run that goes on may be about to put nodes under a root that has none yet.
            return;
        }

        foreach (var path in roots.Where(tree => tree.Value.Children.Count == 0).Select(tree => tree.Key).ToList())
        {
            roots.Remove(path);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var node in nodes)
        {
            node.Dispose();
        }

        nodes.Clear();
        roots.Clear();
        Bytes = 0;
    }

    private void Remove(PrefixNode node)
    {
        node.Detach();
        nodes.Remove(node);
        Free(node);
    }
}
