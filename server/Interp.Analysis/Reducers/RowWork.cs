using Interp.Numerics;

namespace Interp.Analysis;

/// <summary>What one worker has seen of one row.</summary>
internal sealed class RowWork
{
    private readonly RankCounter[] counters;
    private float least = float.NegativeInfinity;

    public RowWork(ReductionPlan plan, IReadOnlyList<FollowedStart> followed)
    {
        Top = new RankedHeap(plan.Top, greatest: true);
        Bottom = new RankedHeap(plan.Bottom, greatest: false);
        counters = [.. followed.Select(start => new RankCounter(start.Estimate, start.Error))];
    }

    public RankedHeap Top { get; }

    public RankedHeap Bottom { get; }

    public IReadOnlyList<RankCounter> Counters => counters;

    /// <summary>Looks at a stretch of the row, of which <paramref name="greatest"/> is the greatest value.</summary>
    public void Look(ReadOnlySpan<float> values, int firstToken, float greatest)
    {
        // Most stretches hold nothing that enters a list or counts for a rank.
        if (greatest < least)
        {
            return;
        }

        Top.Offer(values, firstToken);
        Bottom.Offer(values, firstToken);
        foreach (var counter in counters)
        {
            counter.Look(values);
        }

        least = LeastOfInterest();
    }

    private float LeastOfInterest()
    {
        if (Bottom.Capacity > 0)
        {
            return float.NegativeInfinity;
        }

        var interest = Top.Threshold;
        foreach (var counter in counters)
        {
            interest = Math.Min(interest, counter.Low);
        }

        return interest;
    }

    public void Add(RowWork other)
    {
        Top.Offer(other.Top);
        Bottom.Offer(other.Bottom);
        for (var index = 0; index < counters.Length; index++)
        {
            counters[index].Add(other.counters[index]);
        }
    }
}

/// <summary>A followed token before the product: an estimate of its value and how far that may be off.</summary>
internal readonly record struct FollowedStart(int Id, double Estimate, double Error);
