using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Interp.Analysis;
using Interp.Contracts;

namespace Interp.Daemon.Results;

/// <summary>Blocks of kept tensors as bytes.</summary>
internal static class TileReader
{
    private const int LargestTile = 256 << 10;

    /// <summary>Reads one block.</summary>
    /// <exception cref="InterpException">OutOfRange, SettingUnknown (dtype).</exception>
    public static Tile Read(KeptTensor tensor, TileParams block)
    {
        var dtype = Settings.OneOf("dtype", block.Dtype, "float32", "float32", "float16", "uint8");
        Check(tensor, block);
        var width = dtype switch { "float32" => sizeof(float), "float16" => sizeof(ushort), _ => sizeof(byte) };
        var entries = block.Count.Aggregate(1L, (product, length) => product * length);
        if (entries * width > LargestTile)
        {
            throw new InterpException(
                ErrorKind.OutOfRange,
                $"A tile of {entries} numbers has {entries * width} bytes; at most {LargestTile} go into one.",
                "Read it in smaller blocks.",
                new JsonObject { ["member"] = "count", ["last"] = LargestTile / width });
        }

        var bytes = new byte[entries * width];
        Fill(tensor, block, bytes, width);
        return new Tile { Shape = block.Count, Dtype = dtype, Data = Convert.ToBase64String(bytes), Min = tensor.Min, Max = tensor.Max };
    }

    private static void Check(KeptTensor tensor, TileParams block)
    {
        var axes = tensor.Shape.Length;
        if (block.Start.Length != axes || block.Count.Length != axes)
        {
            throw new InterpException(
                ErrorKind.OutOfRange, $"The tensor has {axes} axes: `start` and `count` have one number for each.", $"Give {axes} numbers each.", new JsonObject { ["member"] = "start" });
        }

        for (var axis = 0; axis < axes; axis++)
        {
            Settings.Index($"start[{axis}]", block.Start[axis], Math.Max(1, tensor.Shape[axis]));
            if (block.Count[axis] < 0 || block.Count[axis] > tensor.Shape[axis] - block.Start[axis])
            {
                throw Settings.OutOfRange($"count[{axis}]", block.Count[axis], 0, tensor.Shape[axis] - block.Start[axis]);
            }
        }
    }

    private static void Fill(KeptTensor tensor, TileParams block, byte[] bytes, int width)
    {
        var index = new int[block.Count.Length];
        for (var entry = 0; entry < bytes.Length / width; entry++)
        {
            var place = 0L;
            for (var axis = 0; axis < index.Length; axis++)
            {
                place = (place * tensor.Shape[axis]) + block.Start[axis] + index[axis];
            }

            Write(tensor, tensor.Data[place], bytes.AsSpan(entry * width, width));
            for (var axis = index.Length - 1; axis >= 0 && ++index[axis] == block.Count[axis]; axis--)
            {
                index[axis] = 0;
            }
        }
    }

    private static void Write(KeptTensor tensor, float value, Span<byte> target)
    {
        switch (target.Length)
        {
            case sizeof(float):
                BinaryPrimitives.WriteSingleLittleEndian(target, value);
                break;
            case sizeof(ushort):
                BinaryPrimitives.WriteHalfLittleEndian(target, (Half)value);
                break;
            default:
                target[0] = Level(tensor, value);
                break;
        }
    }

    /// <summary>1 at the least number, 255 at the greatest; 0 where there is none.</summary>
    private static byte Level(KeptTensor tensor, float value)
    {
        if (!float.IsFinite(value) || tensor.Min is not float least || tensor.Max is not float greatest)
        {
            return 0;
        }

        var range = (double)greatest - least;
        return (byte)(1 + (range > 0 ? Math.Round(254 * ((double)value - least) / range) : 0));
    }
}
