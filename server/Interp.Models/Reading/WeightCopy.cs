using System.Buffers;
using Interp.Models.Families;
using Interp.Numerics;

namespace Interp.Models.Reading;

/// <summary>Fills one float32 weight from its tensor, in pieces that different threads may do.</summary>
internal sealed class WeightCopy(PlannedWeight planned, Weight weight, WeightStore store) : IWeightCopy
{
    /// <inheritdoc/>
    public IEnumerable<Action> Pieces()
    {
        if (planned.Shape.Kind == SlotKind.Vector)
        {
            yield return CopyVector;
            yield break;
        }

        // Turned pieces begin at whole panels, so that no two threads write one cache line.
        foreach (var (first, count) in planned.Pieces(Transposition.Panel))
        {
            yield return planned.Turned ? () => Turn(first, count) : () => CopyRows(first, count);
        }
    }

    private void CopyVector()
    {
        var stored = new float[planned.StoredColumns];
        planned.Decode(0, 1, stored);
        var target = store.Writable(weight, 0, 1);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = stored[planned.SourceOf(i)] + planned.Add;
        }
    }

    private void CopyRows(int first, int count) => planned.DecodeRows(first, count, store.Writable(weight, first, count));

    /// <summary>Stored rows <paramref name="first"/>.. become columns.</summary>
    private void Turn(int first, int count)
    {
        var skipped = planned.FirstTurned;
        var stored = planned.StoredColumns;
        var width = planned.Shape.Columns;
        var panel = ArrayPool<float>.Shared.Rent(Transposition.Panel * stored);
        var target = store.Writable(weight, 0, weight.Rows);
        for (var start = 0; start < count; start += Transposition.Panel)
        {
            var rows = Math.Min(Transposition.Panel, count - start);
            planned.Decode(first + start, rows, panel.AsSpan(0, rows * stored));
            Transposition.Turn(panel.AsSpan(skipped), stored, rows, planned.Shape.Rows, target[(first + start)..], width);
        }

        ArrayPool<float>.Shared.Return(panel);
    }
}
