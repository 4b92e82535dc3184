using System.Numerics.Tensors;

namespace Interp.Analysis.Contributions;

/// <summary>Heads split by source: direction v[p] W_O^h, coefficient α. Directions are numbered head by head, sources ascending.</summary>
internal sealed class HeadSources : PartSet
{
    private readonly Dictionary<int, int[]> sources;
    private readonly int firstHead;
    private readonly int heads;

    /// <summary>All heads of some layers.</summary>
    public HeadSources(StreamPoint point, IReadOnlyList<int> layers)
        : this(point, layers, 0, point.Spec.Heads)
    {
    }

    /// <summary>One head of one layer.</summary>
    public HeadSources(StreamPoint point, int layer, int head)
        : this(point, [layer], head, 1)
    {
    }

    private HeadSources(StreamPoint point, IReadOnlyList<int> layers, int firstHead, int heads)
        : base(point, layers)
    {
        this.firstHead = firstHead;
        this.heads = heads;
        sources = layers.ToDictionary(layer => layer, point.Sources);
        Number();
    }

    /// <inheritdoc/>
    public override string Stage => "head positions";

    /// <inheritdoc/>
    public override bool IsAttention => true;

    /// <summary>Head and source position of a direction.</summary>
    public (int Head, int Source) PartsOf(int layer, int direction)
    {
        var (head, source) = Math.DivRem(direction, sources[layer].Length);
        return (firstHead + head, sources[layer][source]);
    }

    /// <inheritdoc/>
    public override int DirectionsOf(int layer) => heads * sources[layer].Length;

    /// <inheritdoc/>
    public override int SlotsOf(int layer) => 1;

    /// <inheritdoc/>
    public override float Coefficient(int layer, int direction, int slot)
    {
        var (head, source) = PartsOf(layer, direction);
        return Point.Pattern(layer, head, source);
    }

    /// <inheritdoc/>
    public override void FillRaw(int layer, int direction, Span<float> raw)
    {
        var (head, source) = PartsOf(layer, direction);
        HeadWriter.Write(Point, layer, head, Point.Value(layer, head, source), raw);
    }

    /// <inheritdoc/>
    public override void FromRows(int layer, ReadOnlySpan<float> rowProducts, Span<float> products)
    {
        var width = Spec.HeadWidth;
        for (var direction = 0; direction < products.Length; direction++)
        {
            var (head, source) = PartsOf(layer, direction);
            products[direction] = TensorPrimitives.Dot(rowProducts.Slice(head * width, width), Point.Value(layer, head, source));
        }
    }

    /// <inheritdoc/>
    public override (float[] Lengths, float[] Spreads) Statics(int layer, DirectionStatics statics, CancellationToken cancel)
    {
        var lengths = new float[DirectionsOf(layer)];
        var spreads = new float[lengths.Length];
        for (var direction = 0; direction < lengths.Length; direction++)
        {
            var (head, source) = PartsOf(layer, direction);
            (lengths[direction], spreads[direction]) = statics.OfHead(layer, head, Point.Value(layer, head, source), cancel);
        }

        return (lengths, spreads);
    }
}
