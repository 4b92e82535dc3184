using Interp.Numerics;

namespace Interp.Analysis;

/// <summary>What one worker has seen of one row.</summary>
internal sealed class RowWork
{
    private readonly RankCounter[] counters;

    public RowWork(ReductionPlan plan, IReadOnlyList<FollowedStart> followed)
    {
        Top = new RankedHeap(plan.Top, greatest: true);
        Bottom = new RankedHeap(plan.Bottom, greatest: false);
        counters = [.. followed.Select(start => new RankCounter(start.Estimate, start.Error))];
    }

    public RankedHeap Top { get; }

    public RankedHeap Bottom { get; }

    public IReadOnlyList<RankCounter> Counters => counters;

    public void Look(ReadOnlySpan<float> values, int firstToken)
    {
        Top.Offer(values, firstToken);
        Bottom.Offer(values, firstToken);
        foreach (var counter in counters)
        {
            counter.Look(values);
        }
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
