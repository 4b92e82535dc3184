using System.Runtime.Intrinsics;

namespace Interp.Numerics;

/// <summary>
/// Counts the values strictly above one whose exact size is seen only among them. An estimate of it, with a bound of its error, tells
/// most values apart at once; the few within the bound are kept until the exact value is known.
/// </summary>
public sealed class RankCounter
{
    private readonly float low;
    private readonly float high;
    private readonly List<float> near = [];

    /// <summary>Prepares to count around <paramref name="estimate"/>, from which the exact value differs by at most <paramref name="error"/>.</summary>
    public RankCounter(double estimate, double error)
    {
        low = MathF.BitDecrement((float)(estimate - error));
        high = MathF.BitIncrement((float)(estimate + error));
    }

    /// <summary>Values below it do not count.</summary>
    public float Low => low;

    /// <summary>Values above the bound: surely greater.</summary>
    public long Above { get; private set; }

    /// <summary>Looks at <paramref name="values"/>, each once.</summary>
    public void Look(ReadOnlySpan<float> values)
    {
        var above = Vector256<int>.Zero;
        var (lows, highs) = (Vector256.Create(low), Vector256.Create(high));
        var index = 0;
        for (; index <= values.Length - Vector256<float>.Count; index += Vector256<float>.Count)
        {
            var part = Vector256.Create(values[index..]);
            var surely = Vector256.GreaterThan(part, highs);
            above -= surely.AsInt32();
            if (Vector256.AndNot(Vector256.GreaterThanOrEqual(part, lows), surely).AsInt32() != Vector256<int>.Zero)
            {
                Keep(values.Slice(index, Vector256<float>.Count));
            }
        }

        Above += Vector256.Sum(above);
        foreach (var value in values[index..])
        {
            Above += value > high ? 1 : 0;
        }

        Keep(values[index..]);
    }

    /// <summary>Takes over what <paramref name="other"/>, prepared with the same estimate, has counted.</summary>
    public void Add(RankCounter other)
    {
        Above += other.Above;
        near.AddRange(other.near);
    }

    /// <summary>1 + the number of values strictly greater than <paramref name="value"/>.</summary>
    public int RankOf(float value)
    {
        var greater = Above;
        foreach (var other in near)
        {
            greater += other > value ? 1 : 0;
        }

        return checked((int)(greater + 1));
    }

    private void Keep(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (value >= low && value <= high)
            {
                near.Add(value);
            }
        }
    }
}
