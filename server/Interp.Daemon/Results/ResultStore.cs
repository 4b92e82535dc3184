using System.Globalization;
using System.Text.Json.Nodes;
using Interp.Contracts;

namespace Interp.Daemon.Results;

/// <summary>What is kept under handles: large tensors, long lists, whole results. The least recently used goes first when the budget is spent.</summary>
internal sealed class ResultStore
{
    /// <summary>Bytes where no budget is set.</summary>
    public const long DefaultBudget = 256L << 20;
    private readonly Dictionary<string, LinkedListNode<Kept>> places = new(StringComparer.Ordinal);
    private readonly LinkedList<Kept> byUse = [];
    private readonly Lock gate = new();
    private long count;

    /// <summary>Bytes kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>Most bytes that are kept; a single thing may be larger.</summary>
    public long Budget { get; private set; } = DefaultBudget;

    /// <summary>Sets the budget in bytes.</summary>
    public void Use(long budget)
    {
        lock (gate)
        {
            Budget = budget;
            Shrink();
        }
    }

    /// <summary>Keeps <paramref name="value"/> and gives its handle.</summary>
    public string Keep(object value, long bytes)
    {
        var handle = string.Create(CultureInfo.InvariantCulture, $"r{Interlocked.Increment(ref count)}");
        Keep(handle, value, bytes);
        return handle;
    }

    /// <summary>Keeps <paramref name="value"/> under a key of the caller, in place of what was kept there.</summary>
    public void Keep(string key, object value, long bytes)
    {
        lock (gate)
        {
            Remove(key);
            places.Add(key, byUse.AddFirst(new Kept(key, value, bytes)));
            Bytes += bytes;
            Shrink();
        }
    }

    /// <summary>What is kept under <paramref name="key"/>, or null.</summary>
    public object? Find(string key)
    {
        lock (gate)
        {
            if (!places.TryGetValue(key, out var place))
            {
                return null;
            }

            byUse.Remove(place);
            byUse.AddFirst(place);
            return place.Value.Value;
        }
    }

    /// <summary>What is kept under a handle.</summary>
    /// <exception cref="InterpException">ResultExpired: it is gone, or holds something else.</exception>
    public T Get<T>(string handle)
        where T : class =>
        Find(handle) as T ?? throw new InterpException(
            ErrorKind.ResultExpired,
            $"The result \"{handle}\" is no longer kept.",
            "Send the request again.",
            new JsonObject { ["handle"] = handle });

    /// <summary>Gives up what is kept under a handle; false where it was gone.</summary>
    public bool Release(string handle)
    {
        lock (gate)
        {
            return Remove(handle);
        }
    }

    private bool Remove(string key)
    {
        if (!places.Remove(key, out var place))
        {
            return false;
        }

        byUse.Remove(place);
        Bytes -= place.Value.Bytes;
        return true;
    }

    private void Shrink()
    {
        while (Bytes > Budget && byUse.Count > 1 && byUse.Last is { } last)
        {
            Remove(last.Value.Key);
        }
    }

    private sealed record Kept(string Key, object Value, long Bytes);
}
