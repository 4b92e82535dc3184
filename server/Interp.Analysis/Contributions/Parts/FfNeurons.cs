namespace Interp.Analysis.Contributions;

/// <summary>Feed-forward neurons: direction W_out[k], coefficient m.</summary>
internal sealed class FfNeurons : PartSet
{
    /// <summary>All neurons of some layers.</summary>
    public FfNeurons(StreamPoint point, IReadOnlyList<int> layers)
        : base(point, layers) => Number();

    /// <inheritdoc/>
    public override string Stage => "neurons";

    /// <inheritdoc/>
    public override bool IsAttention => false;

    /// <inheritdoc/>
    public override int DirectionsOf(int layer) => Point.FeedForward(layer).Rows.Rows;

    /// <inheritdoc/>
    public override int SlotsOf(int layer) => 1;

    /// <inheritdoc/>
    public override float Coefficient(int layer, int direction, int slot) => Point.Post(layer, Point.Position)[direction];

    /// <inheritdoc/>
    public override void FillRaw(int layer, int direction, Span<float> raw) => Point.FeedForward(layer).Rows.Row(direction).CopyTo(raw);

    /// <inheritdoc/>
    public override void FromRows(int layer, ReadOnlySpan<float> rowProducts, Span<float> products) => rowProducts.CopyTo(products);
}
