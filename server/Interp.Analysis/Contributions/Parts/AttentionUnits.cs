namespace Interp.Analysis.Contributions;

/// <summary>Attention units: direction W_O^h[j], coefficient z.</summary>
internal sealed class AttentionUnits : PartSet
{
    /// <summary>All units of some layers.</summary>
    public AttentionUnits(StreamPoint point, IReadOnlyList<int> layers)
        : base(point, layers) => Number();

    /// <inheritdoc/>
    public override string Stage => "attention units";

    /// <inheritdoc/>
    public override bool IsAttention => true;

    /// <inheritdoc/>
    public override int DirectionsOf(int layer) => Point.Attention(layer).Rows.Rows;

    /// <inheritdoc/>
    public override int SlotsOf(int layer) => 1;

    /// <inheritdoc/>
    public override float Coefficient(int layer, int direction, int slot) => Point.Z(layer)[direction];

    /// <inheritdoc/>
    public override void FillRaw(int layer, int direction, Span<float> raw) => Point.Attention(layer).Rows.Row(direction).CopyTo(raw);

    /// <inheritdoc/>
    public override void FromRows(int layer, ReadOnlySpan<float> rowProducts, Span<float> products) => rowProducts.CopyTo(products);
}
