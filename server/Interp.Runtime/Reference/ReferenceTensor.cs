using System.Numerics.Tensors;

namespace Interp.Runtime.Reference;

/// <summary>An activation in double precision, row-major; the first axis is the position (scores and patterns: the head).</summary>
public sealed class ReferenceTensor
{
    /// <summary>A tensor of zeros of <paramref name="shape"/>.</summary>
    public ReferenceTensor(params int[] shape)
        : this(new double[shape.Aggregate(1, (product, size) => checked(product * size))], shape)
    {
    }

    private ReferenceTensor(double[] values, int[] shape)
    {
        Values = values;
        Shape = shape;
        RowLength = shape[1..].Aggregate(1, (product, size) => product * size);
    }

    public IReadOnlyList<int> Shape { get; }

    /// <summary>All entries, row-major.</summary>
    public double[] Values { get; }

    /// <summary>Size of the first axis.</summary>
    public int Rows => Shape[0];

    /// <summary>Entries per index of the first axis.</summary>
    public int RowLength { get; }

    /// <summary>Entries at one index of the first axis.</summary>
    public Span<double> Row(int index) => Values.AsSpan(index * RowLength, RowLength);

    /// <summary>Entries of one head of a tensor [T, heads, K].</summary>
    public Span<double> Head(int position, int head) => Row(position).Slice(head * Shape[2], Shape[2]);

    /// <summary>The sum with a tensor of the same size.</summary>
    public ReferenceTensor Plus(ReferenceTensor other)
    {
        var sum = new ReferenceTensor([.. Shape]);
        TensorPrimitives.Add<double>(Values, other.Values, sum.Values);
        return sum;
    }

    /// <summary>The function of each entry.</summary>
    public ReferenceTensor Select(Func<double, double> function) => new([.. Values.Select(function)], [.. Shape]);

    /// <summary>The same entries in another shape.</summary>
    public ReferenceTensor As(params int[] shape) => new(Values, shape);

    /// <summary>An activation of the engine, entry by entry.</summary>
    public static ReferenceTensor From(TapTensor tap)
    {
        var copy = new ReferenceTensor([.. tap.Shape]);
        TensorPrimitives.ConvertTruncating<float, double>(tap.Values, copy.Values);
        return copy;
    }
}
