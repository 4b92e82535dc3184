namespace Interp.Models.Tokenizers;

/// <summary>
/// Merges neighbouring symbols of a piece in the order of the merge list: the earliest merge first, the leftmost first among equals.
/// Takes n log n steps for n symbols, however long the piece (Sennrich et al. 2016, section 3.2, with a heap).
/// </summary>
internal sealed class BpeMerger(MergeTable merges)
{
    /// <summary>Merges <paramref name="symbols"/> in place until nothing more can be merged.</summary>
    public void MergeAll(List<Symbol> symbols)
    {
        if (symbols.Count < 2)
        {
            return;
        }

        var chain = new Chain(symbols);
        var queue = new PriorityQueue<Candidate, long>(symbols.Count);
        for (var position = 0; position + 1 < symbols.Count; position++)
        {
            Offer(queue, chain, position);
        }

        while (queue.TryDequeue(out var candidate, out _))
        {
            var next = chain.NextOf(candidate.Position);
            // The neighbourhood may have changed since the candidate was queued.
            if (next < 0 || !merges.TryFind(chain.IdOf(candidate.Position), chain.IdOf(next), out _, out var merged) || merged != candidate.Merged)
            {
                continue;
            }

            chain.Join(candidate.Position, next, merged);
            if (chain.PreviousOf(candidate.Position) is >= 0 and var previous)
            {
                Offer(queue, chain, previous);
            }

            Offer(queue, chain, candidate.Position);
        }

        chain.CopyTo(symbols);
    }

    private void Offer(PriorityQueue<Candidate, long> queue, Chain chain, int position)
    {
        var next = chain.NextOf(position);
        if (next >= 0 && merges.TryFind(chain.IdOf(position), chain.IdOf(next), out var rank, out var merged))
        {
            queue.Enqueue(new Candidate(position, merged), ((long)rank << 32) | (uint)position);
        }
    }

    private readonly record struct Candidate(int Position, int Merged);

    /// <summary>The symbols as a doubly linked list over arrays; a joined right neighbour leaves the list.</summary>
    private sealed class Chain
    {
        private const int Gone = -2;
        private readonly Symbol[] symbols;
        private readonly int[] previous;
        private readonly int[] next;

        public Chain(List<Symbol> from)
        {
            symbols = [.. from];
            previous = new int[symbols.Length];
            next = new int[symbols.Length];
            for (var i = 0; i < symbols.Length; i++)
            {
                previous[i] = i - 1;
                next[i] = i + 1 < symbols.Length ? i + 1 : -1;
            }
        }

        public int NextOf(int position) => next[position];

        public int PreviousOf(int position) => previous[position];

        public int IdOf(int position) => symbols[position].Id;

        public void Join(int left, int right, int merged)
        {
            symbols[left] = new Symbol(merged, symbols[left].Bytes + symbols[right].Bytes);
            next[left] = next[right];
            if (next[right] >= 0)
            {
                previous[next[right]] = left;
            }

            next[right] = Gone;
        }

        public void CopyTo(List<Symbol> into)
        {
            into.Clear();
            for (var i = 0; i >= 0; i = next[i])
            {
                into.Add(symbols[i]);
            }
        }
    }
}
