using Interp.Runtime.Sessions;

namespace Interp.Runtime.Prefixes;

/// <summary>
/// A few tokens of a prompt with all that is kept of them; what stands before them is the way from the root. Owns its memory.
/// The root of a tree has no tokens.
/// </summary>
internal sealed unsafe class PrefixNode : IDisposable
{
    /// <summary>Tokens of a full node; only full nodes have children.</summary>
    public const int Full = 16;

    private readonly PrefixLayout layout;
    private readonly NativeFloats? values;
    private readonly List<PrefixNode> children = [];

    /// <summary>A node for <paramref name="tokens"/> at the positions from <paramref name="first"/> on, its memory not yet written.</summary>
    public PrefixNode(PrefixLayout layout, int[] tokens, int first)
    {
        this.layout = layout;
        Tokens = tokens;
        First = first;
        values = tokens.Length == 0 ? null : new NativeFloats(Bytes / sizeof(float));
    }

    public int[] Tokens { get; }

    /// <summary>Position of the first token.</summary>
    public int First { get; }

    /// <summary>Position after the last token.</summary>
    public int End => First + Tokens.Length;

    public long Bytes => layout.BytesPerToken * Tokens.Length;

    /// <summary>When it was used last, in runs.</summary>
    public long LastUse { get; set; }

    public PrefixNode? Parent { get; private set; }

    public IReadOnlyList<PrefixNode> Children => children;

    /// <summary>The entries of one position.</summary>
    public float* Row(PrefixPart part, int level, int position)
    {
        var memory = values ?? throw new InvalidOperationException("The root of a tree keeps nothing.");
        return memory.At(layout.Offset(part, level, Tokens.Length) + ((long)(position - First) * layout.RowLength(part)));
    }

    /// <summary>Number of tokens that <paramref name="ids"/> share with this node, from its first position on.</summary>
    public int Shared(IReadOnlyList<int> ids)
    {
        var count = Math.Min(Tokens.Length, ids.Count - First);
        for (var index = 0; index < count; index++)
        {
            if (Tokens[index] != ids[First + index])
            {
                return index;
            }
        }

        return count;
    }

    /// <summary>Puts the node under its parent.</summary>
    public void AttachTo(PrefixNode parent)
    {
        Parent = parent;
        parent.children.Add(this);
    }

    /// <summary>Takes the node from its parent.</summary>
    public void Detach()
    {
        Parent?.children.Remove(this);
        Parent = null;
    }

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable?)values)?.Dispose();
}
