namespace Interp.Runtime;

/// <summary>An activation of one forward pass. Masked attention scores are negative infinity here.</summary>
public sealed class TapTensor
{
    private readonly ReadOnlyMemory<float> values;

    /// <summary>A tensor over <paramref name="values"/>, row-major.</summary>
    public TapTensor(string name, int[] shape, ReadOnlyMemory<float> values)
    {
        Name = name;
        Shape = shape;
        this.values = values;
        RowLength = shape[1..].Aggregate(1, (product, size) => product * size);
    }

    public string Name { get; }
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Entries per index of the first axis (position; head for scores and patterns).</summary>
    public int RowLength { get; }

    /// <summary>All entries; valid while the <see cref="ForwardPass"/> lives.</summary>
    public ReadOnlySpan<float> Values => values.Span;

    /// <summary>Entries at one index of the first axis.</summary>
    public ReadOnlySpan<float> Row(int index) => values.Span.Slice(index * RowLength, RowLength);
}
