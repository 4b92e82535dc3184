using Interp.Models;
using Interp.Runtime.Graphs;
using Microsoft.ML.OnnxRuntime;

namespace Interp.Runtime.Sessions;

/// <summary>
/// Float32 memory for the matrices of one layer at a time, where a model holds them in less: a layer's are decoded when its block is run,
/// over those of the layer before. Blocks then compute as they would with a model that holds those numbers in float32. Not for several
/// threads at once.
/// </summary>
internal sealed unsafe class LayerRoom(WorkerPool pool) : IDisposable
{
    /// <summary>Entries that a worker decodes at once.</summary>
    private const int PieceEntries = 1 << 17;

    /// <summary>Places begin at multiples of 16 floats, a cache line.</summary>
    private const int Alignment = 16;

    private readonly BlockPool memory = new();
    private readonly List<OrtValue> values = [];
    private NativeFloats? room;
    private IReadOnlyList<NamedWeight>? present;

    /// <summary>The weights of a layer as its graph wants them, in this order; valid until the next call.</summary>
    public OrtValue[] Fill(IReadOnlyList<NamedWeight> weights)
    {
        if (!ReferenceEquals(weights, present))
        {
            Clear();
            var compact = weights.Where(weight => !weight.Weight.IsFloat).ToList();
            var needed = compact.Sum(weight => Aligned(weight.Weight));
            if (room is null || room.Count < needed)
            {
                ((IDisposable?)room)?.Dispose();
                room = new NativeFloats(needed, memory);
            }

            Decode(compact, room);
            AddValues(weights, room);
            present = weights;
        }

        return [.. values];
    }

    /// <summary>Gives the memory back at the end of a pass; some of it waits for the next one.</summary>
    public void Release()
    {
        Clear();
        ((IDisposable?)room)?.Dispose();
        room = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        memory.Dispose();
    }

    private void Clear()
    {
        values.ForEach(value => value.Dispose());
        values.Clear();
        present = null;
    }

    private void AddValues(IReadOnlyList<NamedWeight> weights, NativeFloats target)
    {
        long next = 0;
        foreach (var weight in weights)
        {
            values.Add(weight.Weight.IsFloat ? OrtTensors.Over(weight) : OrtTensors.Over(target.At(next), weight.Shape));
            next += weight.Weight.IsFloat ? 0 : Aligned(weight.Weight);
        }
    }

    private void Decode(List<NamedWeight> weights, NativeFloats target)
    {
        var pieces = new List<(Weight Weight, int First, int Count, long Place)>();
        long next = 0;
        foreach (var weight in weights.Select(named => named.Weight))
        {
            // Whole blocks, whichever way they run.
            const int multiple = 32;
            var rows = ((PieceEntries / weight.Columns) + multiple) / multiple * multiple;
            for (var first = 0; first < weight.Rows; first += rows)
            {
                pieces.Add((weight, first, Math.Min(rows, weight.Rows - first), next + ((long)first * weight.Columns)));
            }

            next += Aligned(weight);
        }

        var taken = -1;
        pool.Run(_ =>
        {
            for (var index = Interlocked.Increment(ref taken); index < pieces.Count; index = Interlocked.Increment(ref taken))
            {
                var piece = pieces[index];
                piece.Weight.Read(piece.First, piece.Count, new Span<float>(target.At(piece.Place), piece.Count * piece.Weight.Columns));
            }
        });
    }

    private static long Aligned(Weight weight) => (weight.Count + Alignment - 1) / Alignment * Alignment;
}
