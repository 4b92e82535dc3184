using Interp.Models.Families;

namespace Interp.Models.Reading;

/// <summary>Which stored row each row of a matrix is, where several are stored in one tensor or in another order.</summary>
internal static class SourceRows
{
    /// <summary>Rows along the stored output axis for <paramref name="count"/> rows; null where they are the same.</summary>
    public static int[]? Of(TensorRule rule, ModelSpec spec, int count)
    {
        if (rule.Part is FusedPart.Gate or FusedPart.Up)
        {
            return [.. Enumerable.Range(rule.Part == FusedPart.Up ? count : 0, count)];
        }

        if (rule.Part == FusedPart.Whole && !rule.RotaryPairs && !rule.RotaryNeighbours)
        {
            return null;
        }

        var turned = rule.RotaryPairs ? spec.HeadWidth : rule.RotaryNeighbours ? spec.Rotary?.Dimensions ?? 0 : 0;
        var rows = new int[count];
        for (var row = 0; row < count; row++)
        {
            var (head, entry) = Math.DivRem(row, spec.HeadWidth);
            rows[row] = (HeadAt(rule, spec, head) * spec.HeadWidth) + (entry < turned ? InPairs(entry, turned) : entry);
        }

        return rows;
    }

    /// <summary>Length of the stored output axis.</summary>
    public static int StoredCount(TensorRule rule, ModelSpec spec, int count) => rule.Part switch
    {
        FusedPart.Whole => count,
        FusedPart.Gate or FusedPart.Up => 2 * count,
        _ => (spec.Heads + (2 * spec.KvHeads)) * spec.HeadWidth,
    };

    /// <summary>Entry p of the first half is stored at 2p, entry p of the second half at 2p + 1.</summary>
    private static int InPairs(int entry, int width)
    {
        var (half, pair) = Math.DivRem(entry, width / 2);
        return (2 * pair) + half;
    }

    /// <summary>Which of the stored heads, queries, keys and values alike, <paramref name="head"/> of a part is.</summary>
    private static int HeadAt(TensorRule rule, ModelSpec spec, int head)
    {
        if (!rule.ByGroup)
        {
            return head + rule.Part switch
            {
                FusedPart.Key => spec.Heads,
                FusedPart.Value => spec.Heads + spec.KvHeads,
                _ => 0,
            };
        }

        // The query heads of a group, then its key, then its value.
        var queries = spec.Heads / spec.KvHeads;
        return rule.Part switch
        {
            FusedPart.Key => (head * (queries + 2)) + queries,
            FusedPart.Value => (head * (queries + 2)) + queries + 1,
            _ => (head / queries * (queries + 2)) + (head % queries),
        };
    }
}
