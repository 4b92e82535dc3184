using CsCheck;

namespace Interp.Numerics.Tests;

[TestClass]
public sealed class RankedHeapTests
{
    // Few distinct values, so that ties are common.
    private static readonly Gen<float[]> Values = Gen.Int[-4, 4].Select(value => value / 2f).Array[0, 300];

    [TestMethod]
    public void The_greatest_and_the_least_are_those_of_a_full_sort() => Gen.Select(Values, Gen.Int[0, 40], Gen.Int[1, 90]).Sample((values, count, stretch) =>
    {
        var numbered = values.Select((value, id) => (Id: id, Value: value)).ToArray();
        return Heap(values, count, stretch, true).Sorted().SequenceEqual(numbered.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Id).Take(count))
            && Heap(values, count, stretch, false).Sorted().SequenceEqual(numbered.OrderBy(entry => entry.Value).ThenBy(entry => entry.Id).Take(count));
    });

    [TestMethod]
    public void Two_heaps_put_together_hold_what_one_would() => Gen.Select(Values, Gen.Int[0, 40]).Sample((values, count) =>
    {
        var half = values.Length / 2;
        var (left, right) = (new RankedHeap(count, true), new RankedHeap(count, true));

        // The later half first: the order must not matter.
        left.Offer(values.AsSpan(half), half);
        right.Offer(values.AsSpan(0, half), 0);
        left.Offer(right);
        return left.Sorted().SequenceEqual(Heap(values, count, 1000, true).Sorted());
    });

    [TestMethod]
    public void More_than_there_is_may_be_asked_for()
    {
        float[] values = [.. Enumerable.Range(0, 5000).Select(id => (float)(id % 700))];

        Assert.HasCount(5000, Heap(values, int.MaxValue, 999, true).Sorted());
        Assert.AreEqual((699, 699f), Heap(values, int.MaxValue, 999, true).Sorted()[0]);
    }

    private static RankedHeap Heap(float[] values, int count, int stretch, bool greatest)
    {
        var heap = new RankedHeap(count, greatest);
        for (var first = 0; first < values.Length; first += stretch)
        {
            heap.Offer(values.AsSpan(first, Math.Min(stretch, values.Length - first)), first);
        }

        return heap;
    }
}
