using System.Numerics.Tensors;

namespace Interp.Analysis.Contributions;

/// <summary>What a head writes for given entries.</summary>
internal static class HeadWriter
{
    /// <summary>raw [D] = entries [K] · W_O^h, before any branch norm.</summary>
    public static void Write(StreamPoint point, int layer, int head, ReadOnlySpan<float> entries, Span<float> raw)
    {
        var rows = point.Attention(layer).Rows;
        raw.Clear();
        for (var entry = 0; entry < entries.Length; entry++)
        {
            TensorPrimitives.MultiplyAdd(rows.Row((head * entries.Length) + entry), entries[entry], raw, raw);
        }
    }
}
