using System.Globalization;

namespace Interp.Models.Formats;

/// <summary>A tensor in a file: its place was compared with the file's size when the file was opened.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Type">How its numbers are stored.</param>
/// <param name="Shape">Row-major: the last axis is contiguous.</param>
/// <param name="File">Where its bytes are.</param>
/// <param name="Offset">First byte in the file.</param>
/// <param name="Bytes">Number of bytes.</param>
internal sealed record StoredTensor(string Name, TensorType Type, IReadOnlyList<long> Shape, CheckpointFile File, long Offset, long Bytes)
{
    /// <summary>Number of entries.</summary>
    public long Count => Shape.Aggregate(1L, (product, axis) => product * axis);

    /// <summary>The shape as people write it.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape.Select(axis => axis.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>Bytes of a row of <paramref name="columns"/> entries.</summary>
    public long RowBytes(int columns) => (long)columns / Type.BlockValues * Type.BlockBytes;
}
