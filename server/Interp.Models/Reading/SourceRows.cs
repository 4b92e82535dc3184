using Interp.Models.Families;

namespace Interp.Models.Reading;

/// <summary>Which stored row each row of a query, key or value matrix is.</summary>
internal static class SourceRows
{
    /// <summary>Rows along the stored output axis for <paramref name="count"/> rows; null where they are the same.</summary>
    public static int[]? Of(TensorRule rule, ModelSpec spec, int count)
    {
        if (rule.Part == FusedPart.Whole && !rule.RotaryPairs)
        {
            return null;
        }

        var rows = new int[count];
        for (var row = 0; row < count; row++)
        {
            var (head, entry) = Math.DivRem(row, spec.HeadWidth);
            var stored = rule.RotaryPairs ? InPairs(entry, spec.HeadWidth) : entry;
            rows[row] = Start(rule, spec, head) + stored;
        }

        return rows;
    }

    /// <summary>Length of the stored output axis.</summary>
    public static int StoredCount(TensorRule rule, ModelSpec spec, int count) =>
        rule.Part == FusedPart.Whole ? count : (spec.Heads + (2 * spec.KvHeads)) * spec.HeadWidth;

    /// <summary>Entry p of the first half is stored at 2p, entry p of the second half at 2p + 1.</summary>
    private static int InPairs(int entry, int headWidth)
    {
        var (half, pair) = Math.DivRem(entry, headWidth / 2);
        return (2 * pair) + half;
    }

    private static int Start(TensorRule rule, ModelSpec spec, int head)
    {
        if (rule.ByHead)
        {
            // Query, key and value of a head stand side by side; such models have as many key heads as query heads.
            return ((3 * head) + (int)rule.Part - (int)FusedPart.Query) * spec.HeadWidth;
        }

        var headsBefore = rule.Part switch
        {
            FusedPart.Key => spec.Heads,
            FusedPart.Value => spec.Heads + spec.KvHeads,
            _ => 0,
        };
        return (headsBefore + head) * spec.HeadWidth;
    }
}
