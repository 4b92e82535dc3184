using System.Numerics;
using System.Runtime.CompilerServices;

namespace Interp.Models.Tokenizers;

/// <summary>
/// The merge of each pair of entries, in a table with open addressing: built on the way to the first answer, where a generic
/// dictionary of own value types would still run as unoptimised code.
/// </summary>
internal sealed class MergeTable
{
    private readonly ulong[] pairs;
    private readonly ulong[] merges;
    private readonly int mask;

    /// <summary>The table of a list, the most urgent first; where a pair is there twice the later merge counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public MergeTable(IReadOnlyList<(int Left, int Right, int Merged)> list)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, list.Count * 2));
        mask = size - 1;
        merges = new ulong[size];
        // No entry has the id -1, so that all ones mark a free slot.
        pairs = new ulong[size];
        Array.Fill(pairs, ulong.MaxValue);
        for (var rank = 0; rank < list.Count; rank++)
        {
            var (left, right, merged) = list[rank];
            var pair = Pair(left, right);
            var slot = SlotOf(pair);
            pairs[slot] = pair;
            merges[slot] = ((ulong)(uint)rank << 32) | (uint)merged;
        }
    }

    /// <summary>Rank and result of the merge of two entries.</summary>
    public bool TryFind(int left, int right, out int rank, out int merged)
    {
        var pair = Pair(left, right);
        var slot = SlotOf(pair);
        (rank, merged) = ((int)(merges[slot] >> 32), (int)(uint)merges[slot]);
        return pairs[slot] == pair;
    }

    private static ulong Pair(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    /// <summary>The slot of a pair, or the free one where it belongs.</summary>
    private int SlotOf(ulong pair)
    {
        var slot = (int)((pair * 0x9E37_79B9_7F4A_7C15UL) >> 33) & mask;
        while (pairs[slot] != pair && pairs[slot] != ulong.MaxValue)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
