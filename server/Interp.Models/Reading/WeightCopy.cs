using System.Buffers;
using System.Numerics.Tensors;
using Interp.Models.Families;
using Interp.Numerics;

namespace Interp.Models.Reading;

/// <summary>Fills one weight from its tensor, in pieces that different threads may do.</summary>
internal sealed class WeightCopy(PlannedWeight planned, Weight weight, WeightStore store)
{
    /// <summary>Entries of a piece: about half a millisecond of work.</summary>
    private const int PieceEntries = 1 << 18;

    private int StoredRows => planned.Turned ? planned.Shape.Columns : planned.Shape.Rows;

    /// <summary>The pieces; done in any order, together they fill the weight.</summary>
    public IEnumerable<Action> Pieces()
    {
        if (planned.Shape.Kind == SlotKind.Vector)
        {
            yield return CopyVector;
            yield break;
        }

        // Turned pieces begin at whole panels, so that no two threads write one cache line.
        var rows = Math.Max(1, PieceEntries / planned.StoredColumns);
        rows = planned.Turned ? (rows + Transposition.Panel - 1) / Transposition.Panel * Transposition.Panel : rows;
        for (var start = 0; start < StoredRows; start += rows)
        {
            var (first, count) = (start, Math.Min(rows, StoredRows - start));
            yield return planned.Turned ? () => Turn(first, count) : () => CopyRows(first, count);
        }
    }

    private void CopyVector()
    {
        var stored = new float[planned.StoredColumns];
        Decode(0, 1, stored);
        var target = store.Writable(weight, 0, 1);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = stored[planned.Sources?[i] ?? i] + planned.Add;
        }
    }

    private void CopyRows(int first, int count)
    {
        var target = store.Writable(weight, first, count);
        if (planned.FirstSource is { } run)
        {
            Decode(run + first, count, target);
            return;
        }

        var columns = planned.Shape.Columns;
        for (var row = 0; row < count; row++)
        {
            Decode(planned.Sources?[first + row] ?? (first + row), 1, target.Slice(row * columns, columns));
        }
    }

    /// <summary>Stored rows <paramref name="first"/>.. become columns.</summary>
    private void Turn(int first, int count)
    {
        var skipped = planned.FirstSource ?? throw new InvalidOperationException($"{planned.Tensor.Name} is stored turned and out of order.");
        var stored = planned.StoredColumns;
        var width = planned.Shape.Columns;
        var panel = ArrayPool<float>.Shared.Rent(Transposition.Panel * stored);
        var target = store.Writable(weight, 0, weight.Rows);
        for (var start = 0; start < count; start += Transposition.Panel)
        {
            var rows = Math.Min(Transposition.Panel, count - start);
            Decode(first + start, rows, panel.AsSpan(0, rows * stored));
            Transposition.Turn(panel.AsSpan(skipped), stored, rows, planned.Shape.Rows, target[(first + start)..], width);
        }

        ArrayPool<float>.Shared.Return(panel);
    }

    private void Decode(int row, int count, Span<float> values)
    {
        var tensor = planned.Tensor;
        var read = tensor.Type.Read ?? throw new InvalidOperationException($"{tensor.Name} was planned without a kernel.");
        var rowBytes = tensor.RowBytes(planned.StoredColumns);
        read(tensor.File.Bytes(tensor.Offset + (row * rowBytes), checked((int)(count * rowBytes))), values);
        if (planned.Scale != 1)
        {
            TensorPrimitives.Multiply(values, planned.Scale, values);
        }
    }
}
