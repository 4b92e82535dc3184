using System.Buffers;
using System.Runtime.InteropServices;
using Interp.Numerics;

namespace Interp.Models.Reading;

/// <summary>Fills one weight of halves or blocks from its tensor: decodes a few rows, turns them where needed, and rounds them.</summary>
internal sealed class CompactCopy(PlannedWeight planned, Weight weight, WeightStore store) : IWeightCopy
{
    /// <summary>Stored rows that are turned at once: a whole block of each row that they become.</summary>
    private const int Strip = WeightBlocks.Entries;

    private readonly long lineBytes = weight.Bytes / Math.Max(weight.Rows, 1);

    /// <inheritdoc/>
    public IEnumerable<Action> Pieces()
    {
        foreach (var (first, count) in planned.Pieces(Strip))
        {
            yield return planned.Turned ? () => Turn(first, count) : () => CopyRows(first, count);
        }
    }

    private void CopyRows(int first, int count)
    {
        var columns = weight.Columns;
        var values = ArrayPool<float>.Shared.Rent(count * columns);
        planned.DecodeRows(first, count, values);
        for (var row = 0; row < count; row++)
        {
            Round(values.AsSpan(row * columns, columns), store.WritableBytes(weight, (first + row) * lineBytes, (int)lineBytes));
        }

        ArrayPool<float>.Shared.Return(values);
    }

    /// <summary>Stored rows <paramref name="first"/>.. become columns.</summary>
    private void Turn(int first, int count)
    {
        var skipped = planned.FirstTurned;
        var stored = planned.StoredColumns;
        var strip = ArrayPool<float>.Shared.Rent(Strip * stored);
        var turned = ArrayPool<float>.Shared.Rent(Strip * weight.Rows);
        for (var start = first; start < first + count; start += Strip)
        {
            var columns = Math.Min(Strip, first + count - start);
            planned.Decode(start, columns, strip.AsSpan(0, columns * stored));
            Transposition.Turn(strip.AsSpan(skipped), stored, columns, weight.Rows, turned, columns);
            var offset = weight.Encoding == WeightEncoding.F16 ? 2L * start : WeightBlocks.BytesOf(start);
            var bytes = weight.Encoding == WeightEncoding.F16 ? 2 * columns : WeightBlocks.Bytes;
            for (var row = 0; row < weight.Rows; row++)
            {
                Round(turned.AsSpan(row * columns, columns), store.WritableBytes(weight, (row * lineBytes) + offset, bytes));
            }
        }

        ArrayPool<float>.Shared.Return(strip);
        ArrayPool<float>.Shared.Return(turned);
    }

    private void Round(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        var halves = weight.Encoding == WeightEncoding.F16;
        var fits = halves ? Quantise.F16(values, MemoryMarshal.Cast<byte, Half>(bytes)) : Quantise.Q80(values, bytes);
        if (!fits)
        {
            throw Formats.ModelProblems.Unsupported(
                planned.Tensor.File.Path,
                $"the tensor \"{planned.Tensor.Name}\" has numbers that are too large for the precision {(halves ? "f16" : "q8")} (float16 ends at 65504)",
                "Use the precision f32.");
        }
    }
}
