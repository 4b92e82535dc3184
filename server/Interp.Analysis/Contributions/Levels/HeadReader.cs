using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>Finds the visible source whose part of a head has the greatest or the smallest score.</summary>
internal sealed class HeadReader(ContributionRun run)
{
    // So few sources are sooner projected, for all listed heads in one product, than bounded head by head.
    private const int FewSources = 16;

    /// <summary>The source of each head, in the order given; equal scores: the lowest position.</summary>
    public HeadReads[] Find(IReadOnlyList<(int Layer, int Head, bool Smallest)> heads)
    {
        var few = heads.Where(head => !IsBounded(head.Layer)).Select(head => (head.Layer, head.Head)).Distinct().ToArray();
        var scores = ScoreAll(few);
        return [.. heads.Select(head => IsBounded(head.Layer) ? Bounded(head.Layer, head.Head, head.Smallest) : Extreme(head, scores[(head.Layer, head.Head)]))];
    }

    private bool IsBounded(int layer) => run.Readout.IsLinear && (run.Plan.Contrast is not null || run.Point.Sources(layer).Length > FewSources);

    private HeadReads Bounded(int layer, int head, bool smallest)
    {
        var set = new HeadSources(run.Point, layer, head);
        var selector = new PartSelector(run, set, ScoreKind.Increase);
        var (top, bottom) = smallest ? (0, 1) : (1, 0);
        var tails = selector.Select(top, bottom, maxEvaluations: null);
        var part = selector.Describe(smallest ? tails.Bottom : tails.Top, smallest)[0];
        return Reads(layer, set.PartsOf(layer, part.Place.Direction).Head, set.PartsOf(layer, part.Place.Direction).Source, part.Numbers.Score);
    }

    private HeadReads Extreme((int Layer, int Head, bool Smallest) head, double[] scores)
    {
        var tail = new Tail(1, head.Smallest);
        for (var index = 0; index < scores.Length; index++)
        {
            tail.Add(index, scores[index]);
        }

        var (source, score) = tail.Entries.First();
        return Reads(head.Layer, head.Head, run.Point.Sources(head.Layer)[source], score);
    }

    private Dictionary<(int Layer, int Head), double[]> ScoreAll((int Layer, int Head)[] heads)
    {
        var batch = new RowBatch(run.Readout, heads.Length * FewSources);
        var stream = new float[run.Readout.Width];
        foreach (var (layer, head) in heads)
        {
            var set = new HeadSources(run.Point, layer, head);
            for (var direction = 0; direction < set.DirectionsOf(layer); direction++)
            {
                set.FillStream(layer, direction, stream);
                batch.Add(stream, set.Factor(layer, direction, 0), set.BranchOf(layer).BaseState);
            }
        }

        var numbers = new Queue<PartNumbers>(run.Exact.Evaluate(batch, run.Cancel));
        return heads.ToDictionary(
            head => head,
            head => run.Point.Sources(head.Layer).Select(_ => RowScore.Of(numbers.Dequeue(), run.Readout, run.Plan.Contrast is not null).Score).ToArray());
    }

    private HeadReads Reads(int layer, int head, int source, double score) =>
        new() { Position = source, Pattern = run.Point.Pattern(layer, head, source), Score = score };
}
