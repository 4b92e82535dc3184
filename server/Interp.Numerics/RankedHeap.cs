using System.Runtime.Intrinsics;

namespace Interp.Numerics;

/// <summary>The k greatest (or least) of many numbered values. Equal values: the lower number first. The order of offering does not matter.</summary>
/// <param name="capacity">k; may be 0.</param>
/// <param name="greatest">False keeps the least.</param>
public sealed class RankedHeap(int capacity, bool greatest)
{
    private const int FirstRoom = 1024;

    // A binary heap whose root is the entry to be thrown out next. Keys are values, negated where the least are kept.
    // Room grows with what is offered: k may be greater than everything there is.
    private float[] keys = new float[Math.Min(capacity, FirstRoom)];
    private int[] ids = new int[Math.Min(capacity, FirstRoom)];
    private int count;

    /// <summary>Entries held.</summary>
    public int Count => count;

    /// <summary>k.</summary>
    public int Capacity => capacity;

    /// <summary>Of the greatest: values below it do not enter. Negative infinity while there is room, infinity where there is none at all.</summary>
    public float Threshold => capacity == 0 ? float.PositiveInfinity : count < capacity || !greatest ? float.NegativeInfinity : keys[0];

    /// <summary>Offers <paramref name="values"/>, numbered from <paramref name="firstId"/> on. They are finite.</summary>
    public void Offer(ReadOnlySpan<float> values, int firstId)
    {
        var index = 0;
        for (; index < values.Length && count < capacity; index++)
        {
            Offer(values[index], firstId + index);
        }

        if (capacity == 0)
        {
            return;
        }

        // Nearly all values are thrown out, so whole vectors are compared with the root first.
        var sign = Vector256.Create(greatest ? 1f : -1f);
        var root = Vector256.Create(keys[0]);
        for (; index <= values.Length - Vector256<float>.Count; index += Vector256<float>.Count)
        {
            var enters = Vector256.GreaterThanOrEqual(Vector256.Create(values[index..]) * sign, root);
            if (enters.AsInt32() == Vector256<int>.Zero)
            {
                continue;
            }

            for (var lane = 0; lane < Vector256<float>.Count; lane++)
            {
                Offer(values[index + lane], firstId + index + lane);
            }

            root = Vector256.Create(keys[0]);
        }

        for (; index < values.Length; index++)
        {
            Offer(values[index], firstId + index);
        }
    }

    /// <summary>Offers one value.</summary>
    public void Offer(float value, int id)
    {
        var key = greatest ? value : -value;
        if (count < capacity)
        {
            if (count == keys.Length)
            {
                var room = (int)Math.Min(capacity, 2L * count);
                Array.Resize(ref keys, room);
                Array.Resize(ref ids, room);
            }

            keys[count] = key;
            ids[count] = id;
            Rise(count++);
        }
        else if (capacity > 0 && Worse(keys[0], ids[0], key, id))
        {
            keys[0] = key;
            ids[0] = id;
            Sink();
        }
    }

    /// <summary>Offers everything that <paramref name="other"/> holds.</summary>
    public void Offer(RankedHeap other)
    {
        for (var index = 0; index < other.count; index++)
        {
            Offer(greatest ? other.keys[index] : -other.keys[index], other.ids[index]);
        }
    }

    /// <summary>What is held, best first.</summary>
    public (int Id, float Value)[] Sorted()
    {
        var entries = new (int Id, float Value)[count];
        for (var index = 0; index < count; index++)
        {
            entries[index] = (ids[index], greatest ? keys[index] : -keys[index]);
        }

        Array.Sort(entries, (left, right) =>
        {
            var byValue = greatest ? right.Value.CompareTo(left.Value) : left.Value.CompareTo(right.Value);
            return left.Value == right.Value ? left.Id.CompareTo(right.Id) : byValue;
        });
        return entries;
    }

    private static bool Worse(float leftKey, int leftId, float rightKey, int rightId) =>
        leftKey < rightKey || (leftKey == rightKey && leftId > rightId);

    private void Rise(int index)
    {
        while (index > 0 && Worse(keys[index], ids[index], keys[(index - 1) / 2], ids[(index - 1) / 2]))
        {
            Swap(index, (index - 1) / 2);
            index = (index - 1) / 2;
        }
    }

    private void Sink()
    {
        for (var index = 0; ;)
        {
            var worst = index;
            for (var child = (2 * index) + 1; child <= (2 * index) + 2 && child < count; child++)
            {
                if (Worse(keys[child], ids[child], keys[worst], ids[worst]))
                {
                    worst = child;
                }
            }

            if (worst == index)
            {
                return;
            }

            Swap(index, worst);
            index = worst;
        }
    }

    private void Swap(int left, int right)
    {
        (keys[left], keys[right]) = (keys[right], keys[left]);
        (ids[left], ids[right]) = (ids[right], ids[left]);
    }
}
