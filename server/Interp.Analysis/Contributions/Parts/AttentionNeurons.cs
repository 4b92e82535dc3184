namespace Interp.Analysis.Contributions;

/// <summary>Attention neurons: direction W_O^h[j], one coefficient α v for each visible source.</summary>
internal sealed class AttentionNeurons : PartSet
{
    private readonly Dictionary<int, int[]> sources;

    /// <summary>All neurons of some layers.</summary>
    public AttentionNeurons(StreamPoint point, IReadOnlyList<int> layers)
        : base(point, layers)
    {
        sources = layers.ToDictionary(layer => layer, point.Sources);
        Number();
    }

    /// <inheritdoc/>
    public override string Stage => "attention neurons";

    /// <inheritdoc/>
    public override bool IsAttention => true;

    /// <summary>Source position of a slot.</summary>
    public int SourceOf(int layer, int slot) => sources[layer][slot];

    /// <inheritdoc/>
    public override int DirectionsOf(int layer) => Point.Attention(layer).Rows.Rows;

    /// <inheritdoc/>
    public override int SlotsOf(int layer) => sources[layer].Length;

    /// <inheritdoc/>
    public override float Coefficient(int layer, int direction, int slot)
    {
        var (head, entry) = Math.DivRem(direction, Spec.HeadWidth);
        var source = sources[layer][slot];
        return Point.Pattern(layer, head, source) * Point.Value(layer, head, source)[entry];
    }

    /// <inheritdoc/>
    public override void FillRaw(int layer, int direction, Span<float> raw) => Point.Attention(layer).Rows.Row(direction).CopyTo(raw);

    /// <inheritdoc/>
    public override void FromRows(int layer, ReadOnlySpan<float> rowProducts, Span<float> products) => rowProducts.CopyTo(products);
}
