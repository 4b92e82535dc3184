using System.Numerics.Tensors;
using Interp.Numerics;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>Keeps the tokens that every entry of a batch raises most and lowers most.</summary>
internal sealed class WordsVisitor(EntryIndex index, float[] factors, int count, int workers) : ITileVisitor
{
    private readonly RankedHeap?[,] raised = new RankedHeap?[workers, factors.Length];
    private readonly RankedHeap?[,] lowered = new RankedHeap?[workers, factors.Length];
    private readonly TileScratch scratch = new(workers);

    /// <inheritdoc/>
    public void Visit(int worker, int firstRow, int rows, int firstToken, int tokens, Span<float> values)
    {
        var line = scratch.Line(worker, tokens);
        var (first, entries) = index.OfRows(firstRow, rows);
        for (var place = first; place < first + entries; place++)
        {
            var entry = index.Number(place);
            TensorPrimitives.Multiply(values.Slice((index.Row(place) - firstRow) * tokens, tokens), factors[entry], line);
            (raised[worker, entry] ??= new RankedHeap(count, greatest: true)).Offer(line, firstToken);
            (lowered[worker, entry] ??= new RankedHeap(count, greatest: false)).Offer(line, firstToken);
        }
    }

    /// <summary>Tokens with the greatest values of an entry, greatest first, equal values by id.</summary>
    public (int Id, float Value)[] Raised(int entry) => Merge(raised, entry, greatest: true);

    /// <summary>Tokens with the smallest values of an entry, smallest first, equal values by id.</summary>
    public (int Id, float Value)[] Lowered(int entry) => Merge(lowered, entry, greatest: false);

    private (int Id, float Value)[] Merge(RankedHeap?[,] ends, int entry, bool greatest)
    {
        var whole = new RankedHeap(count, greatest);
        for (var worker = 0; worker < workers; worker++)
        {
            if (ends[worker, entry] is { } seen)
            {
                whole.Offer(seen);
            }
        }

        // Adding 0 turns -0 into 0.
        return [.. whole.Sorted().Select(item => (item.Id, item.Value + 0f))];
    }
}
