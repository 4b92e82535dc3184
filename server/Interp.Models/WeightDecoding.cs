using System.Buffers;
using System.Numerics.Tensors;
using Interp.Numerics;

namespace Interp.Models;

/// <summary>Reads rows of a weight as float32, exactly: a half and a byte times a half are float32 numbers.</summary>
internal static class WeightDecoding
{
    /// <summary>Writes <paramref name="count"/> rows from <paramref name="first"/> on to <paramref name="target"/>, [count, Columns].</summary>
    public static void Read(Weight weight, int first, int count, Span<float> target)
    {
        if (target.IsEmpty)
        {
            return;
        }

        switch (weight.Encoding)
        {
            case WeightEncoding.F32:
                weight.RowRange(first, count).CopyTo(target);
                break;
            case WeightEncoding.F16:
                Dequantise.F16(weight.Lines(first, count), target);
                break;
            case WeightEncoding.Q8:
                ReadBlocks(weight, first, count, target);
                break;
            default:
                ReadTurned(weight, first, count, target);
                break;
        }

        if (weight.Scale != 1)
        {
            TensorPrimitives.Multiply(target, weight.Scale, target);
        }
    }

    private static void ReadBlocks(Weight weight, int first, int count, Span<float> target)
    {
        var columns = weight.Columns;
        if (columns % WeightBlocks.Entries == 0)
        {
            Dequantise.Q80(weight.Lines(first, count), target);
            return;
        }

        var whole = columns / WeightBlocks.Entries * WeightBlocks.Entries;
        Span<float> last = stackalloc float[WeightBlocks.Entries];
        for (var row = 0; row < count; row++)
        {
            var line = weight.Lines(first + row, 1);
            var values = target.Slice(row * columns, columns);
            Dequantise.Q80(line[..^WeightBlocks.Bytes], values[..whole]);
            Dequantise.Q80(line[^WeightBlocks.Bytes..], last);
            last[..(columns - whole)].CopyTo(values[whole..]);
        }
    }

    /// <summary>Rows are entries of stored lines: a panel of lines at a time is decoded where these rows stand, and turned.</summary>
    private static void ReadTurned(Weight weight, int first, int count, Span<float> target)
    {
        var width = weight.Columns;
        var firstBlock = first / WeightBlocks.Entries;
        var blocks = ((first + count + WeightBlocks.Entries - 1) / WeightBlocks.Entries) - firstBlock;
        var skipped = first - (firstBlock * WeightBlocks.Entries);
        var length = blocks * WeightBlocks.Entries;
        var panel = ArrayPool<float>.Shared.Rent(Transposition.Panel * length);
        for (var start = 0; start < width; start += Transposition.Panel)
        {
            var lines = Math.Min(Transposition.Panel, width - start);
            for (var line = 0; line < lines; line++)
            {
                var stored = weight.Lines(start + line, 1).Slice(firstBlock * WeightBlocks.Bytes, blocks * WeightBlocks.Bytes);
                Dequantise.Q80(stored, panel.AsSpan(line * length, length));
            }

            Transposition.Turn(panel.AsSpan(skipped), length, lines, count, target[start..], width);
        }

        ArrayPool<float>.Shared.Return(panel);
    }
}
