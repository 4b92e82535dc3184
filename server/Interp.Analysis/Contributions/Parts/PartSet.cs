using Interp.Models;

namespace Interp.Analysis.Contributions;

/// <summary>
/// The candidates of a level: directions of a branch times coefficients. Candidates are numbered by layer, then direction, then
/// slot (the source position, where a direction has one coefficient for each), which is the order that settles ties.
/// </summary>
internal abstract class PartSet
{
    private readonly int[] offsets;

    /// <summary>The parts of some layers.</summary>
    /// <param name="point">The stream.</param>
    /// <param name="layers">Ascending.</param>
    protected PartSet(StreamPoint point, IReadOnlyList<int> layers)
    {
        Point = point;
        Layers = layers;
        offsets = new int[layers.Count + 1];
    }

    /// <summary>Name of one such part, for progress.</summary>
    public abstract string Stage { get; }

    public StreamPoint Point { get; }

    public ModelSpec Spec => Point.Spec;

    /// <summary>Layers of the blocks.</summary>
    public IReadOnlyList<int> Layers { get; }

    /// <summary>Number of candidates.</summary>
    public int Count => offsets[^1];

    /// <summary>True where parts belong to attention.</summary>
    public abstract bool IsAttention { get; }

    /// <summary>Directions of a layer.</summary>
    public abstract int DirectionsOf(int layer);

    /// <summary>Coefficients of each direction of a layer.</summary>
    public abstract int SlotsOf(int layer);

    /// <summary>What multiplies a direction: m, z, α v or α; no branch divisor.</summary>
    public abstract float Coefficient(int layer, int direction, int slot);

    /// <summary>A direction before any branch norm, [D].</summary>
    public abstract void FillRaw(int layer, int direction, Span<float> raw);

    /// <summary>Dot products of every direction of a layer with a vector, from those of the branch's rows with it.</summary>
    /// <param name="layer">Layer.</param>
    /// <param name="rowProducts">One per row of the branch, [F] or [H*K].</param>
    /// <param name="products">One per direction.</param>
    public abstract void FromRows(int layer, ReadOnlySpan<float> rowProducts, Span<float> products);

    /// <summary>Length |d'| and spread q of every direction of a layer.</summary>
    public virtual (float[] Lengths, float[] Spreads) Statics(int layer, DirectionStatics statics, CancellationToken cancel) =>
        statics.OfBranch(BranchOf(layer), cancel);

    /// <summary>First candidate of the block of a layer, by the layer's place in <see cref="Layers"/>.</summary>
    public int Offset(int block) => offsets[block];

    /// <summary>The branch of a layer.</summary>
    public Branch BranchOf(int layer) => Point.BranchAt(layer, IsAttention);

    /// <summary>What multiplies the stream form of a direction: the coefficient over the branch divisor.</summary>
    public double Factor(int layer, int direction, int slot) => Coefficient(layer, direction, slot) / Point.DivisorOf(BranchOf(layer));

    /// <summary>Where a candidate is.</summary>
    public PartPlace PlaceOf(int candidate)
    {
        var block = Array.BinarySearch(offsets, candidate);
        if (block < 0)
        {
            block = ~block - 1;
        }

        // Empty blocks share an offset with the next: the last of them holds the candidate.
        while (offsets[block + 1] <= candidate)
        {
            block++;
        }

        var layer = Layers[block];
        var (direction, slot) = Math.DivRem(candidate - offsets[block], SlotsOf(layer));
        return new PartPlace(block, layer, direction, slot);
    }

    /// <summary>The stream form of a direction (branch gain included, divisor not), [D].</summary>
    public void FillStream(int layer, int direction, Span<float> stream)
    {
        Span<float> raw = new float[stream.Length];
        FillRaw(layer, direction, raw);
        BranchOf(layer).ToStream(raw, stream);
    }

    /// <summary>Numbers the candidates; called by each kind once its sizes are known.</summary>
    protected void Number()
    {
        for (var block = 0; block < Layers.Count; block++)
        {
            offsets[block + 1] = checked(offsets[block] + (DirectionsOf(Layers[block]) * SlotsOf(Layers[block])));
        }
    }
}

/// <summary>Place of a candidate: block (index into the set's layers), layer, direction, slot.</summary>
internal readonly record struct PartPlace(int Block, int Layer, int Direction, int Slot);
