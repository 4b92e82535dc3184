using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>Exact numbers of the candidates of one part set; what was evaluated once is remembered.</summary>
internal sealed class PartEvaluator(PartSet set, ExactEvaluator exact, ScoreMap map, Engine engine)
{
    private const int RowsAtOnce = 512;
    private readonly Dictionary<int, PartNumbers> known = [];

    public Bases Bases => exact.Bases;

    /// <summary>Numbers of some candidates at their own bases, in the order given.</summary>
    public PartNumbers[] Numbers(IReadOnlyList<int> candidates, CancellationToken cancel)
    {
        int[] missing = [.. candidates.Where(candidate => !known.ContainsKey(candidate)).Distinct()];
        if (missing.Length > 0)
        {
            Evaluate(missing, new double[missing.Length], cancel);
        }

        return [.. candidates.Select(candidate => known[candidate])];
    }

    /// <summary>Scores of some candidates; each direction is projected once for all its candidates among them.</summary>
    /// <returns>Rows projected.</returns>
    public int Evaluate(ReadOnlySpan<int> candidates, Span<double> found, CancellationToken cancel)
    {
        var rows = 0;
        for (var first = 0; first < candidates.Length; first += RowsAtOnce)
        {
            var some = candidates.Slice(first, Math.Min(RowsAtOnce, candidates.Length - first));
            rows += EvaluateSome(some, found.Slice(first, some.Length), cancel);
        }

        return rows;
    }

    private int EvaluateSome(ReadOnlySpan<int> candidates, Span<double> found, CancellationToken cancel)
    {
        var batch = new RowBatch(Bases.Readout, candidates.Length);
        var rowOf = new Dictionary<(int Layer, int Direction), int>();
        var needed = new List<(int Row, int Layer, int Direction)>();
        foreach (var candidate in candidates)
        {
            var place = set.PlaceOf(candidate);
            if (!rowOf.TryGetValue((place.Layer, place.Direction), out var row))
            {
                row = batch.Reserve(1);
                rowOf[(place.Layer, place.Direction)] = row;
                needed.Add((row, place.Layer, place.Direction));
            }

            var branch = set.BranchOf(place.Layer);
            var factor = set.Factor(place.Layer, place.Direction, place.Slot);
            batch.Want(row, factor, branch.BaseState);
            if (map.StateOf(branch) != branch.BaseState)
            {
                batch.Want(row, factor, map.StateOf(branch));
            }
        }

        Fill(batch, needed, cancel);
        Note(candidates, found, exact.Evaluate(batch, cancel));
        return batch.Rows;
    }

    private void Fill(RowBatch batch, List<(int Row, int Layer, int Direction)> needed, CancellationToken cancel)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = engine.Threads, CancellationToken = cancel };
        Parallel.ForEach(needed, options, item =>
        {
            var stream = new float[Bases.Readout.Width];
            set.FillStream(item.Layer, item.Direction, stream);
            batch.Fill(item.Row, stream);
        });
    }

    private void Note(ReadOnlySpan<int> candidates, Span<double> found, PartNumbers[] numbers)
    {
        var next = 0;
        for (var index = 0; index < candidates.Length; index++)
        {
            var branch = set.BranchOf(set.PlaceOf(candidates[index]).Layer);
            var own = numbers[next++];
            var state = map.StateOf(branch);
            var increase = state == branch.BaseState ? own.Increase : numbers[next++].Increase;
            known[candidates[index]] = own;
            found[index] = Bases.Contrast is null ? map.Score(state, increase) : own.Contrasted(Bases.Readout);
        }
    }
}
