namespace Interp.Daemon.Language;

/// <summary>Values that were used last; the least recently used go first.</summary>
internal sealed class RecentCache<T>(int capacity)
    where T : class
{
    private readonly Dictionary<string, LinkedListNode<(string Key, T Value)>> known = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, T Value)> order = new();
    private readonly Lock gate = new();

    /// <summary>The value of a key, or null.</summary>
    public T? Find(string key)
    {
        lock (gate)
        {
            if (!known.TryGetValue(key, out var node))
            {
                return null;
            }

            order.Remove(node);
            order.AddFirst(node);
            return node.Value.Value;
        }
    }

    public void Keep(string key, T value)
    {
        lock (gate)
        {
            if (known.Remove(key, out var old))
            {
                order.Remove(old);
            }

            known[key] = order.AddFirst((key, value));
            while (order.Count > capacity && order.Last is { } last)
            {
                known.Remove(last.Value.Key);
                order.RemoveLast();
            }
        }
    }
}
