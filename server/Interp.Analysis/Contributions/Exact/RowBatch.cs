using Interp.Numerics;

namespace Interp.Analysis.Contributions;

/// <summary>Parts to be evaluated exactly: stream vectors with their lens rows, and for each the factors and states at which it is wanted.</summary>
internal sealed class RowBatch
{
    private readonly Readout readout;
    private readonly List<BatchEntry> entries = [];
    private float[] stream;
    private float[] lens;

    /// <summary>An empty batch with room for <paramref name="capacity"/> vectors.</summary>
    public RowBatch(Readout readout, int capacity)
    {
        this.readout = readout;
        stream = new float[capacity * readout.Width];
        lens = new float[capacity * readout.Width];
    }

    /// <summary>Number of vectors.</summary>
    public int Rows { get; private set; }

    /// <summary>Entries in the order added.</summary>
    public IReadOnlyList<BatchEntry> Entries => entries;

    /// <summary>Lens rows γ ⊙ c(x), [Rows, D].</summary>
    public ReadOnlyMemory<float> Lens => lens.AsMemory(0, Rows * readout.Width);

    /// <summary>Reserves so many vectors, to be filled by <see cref="Fill"/>; returns the first one's number.</summary>
    public int Reserve(int count)
    {
        var first = Rows;
        Rows += count;
        if (Rows * readout.Width > stream.Length)
        {
            Array.Resize(ref stream, Math.Max(2 * stream.Length, Rows * readout.Width));
            Array.Resize(ref lens, stream.Length);
        }

        return first;
    }

    /// <summary>Sets a reserved vector. Different vectors may be set by different threads.</summary>
    public void Fill(int row, ReadOnlySpan<float> vector)
    {
        vector.CopyTo(stream.AsSpan(row * readout.Width, readout.Width));
        readout.ToLens(vector, lens.AsSpan(row * readout.Width, readout.Width));
    }

    /// <summary>Adds a vector that is wanted once: <paramref name="factor"/> times it, added to a state.</summary>
    public void Add(ReadOnlySpan<float> vector, double factor, int state)
    {
        var row = Reserve(1);
        Fill(row, vector);
        Want(row, factor, state);
    }

    /// <summary>Asks for factor times a vector, added to a state.</summary>
    public void Want(int row, double factor, int state) => entries.Add(new BatchEntry(row, factor, state));

    /// <summary>A vector of the stream before its factor, [D].</summary>
    public ReadOnlySpan<float> StreamRow(int row) => stream.AsSpan(row * readout.Width, readout.Width);

    /// <summary>Its lens row, [D].</summary>
    public ReadOnlySpan<float> LensRow(int row) => lens.AsSpan(row * readout.Width, readout.Width);

    /// <summary>Length of the part of an entry.</summary>
    public double NormOf(BatchEntry entry)
    {
        var row = StreamRow(entry.Row);
        return Math.Abs(entry.Factor) * Math.Sqrt(RowProducts.DotDouble(row, row));
    }
}

/// <summary>Factor times a vector of a batch, added to a state.</summary>
internal readonly record struct BatchEntry(int Row, double Factor, int State);
