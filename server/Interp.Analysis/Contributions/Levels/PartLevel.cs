using Interp.Contracts;

namespace Interp.Analysis.Contributions;

/// <summary>A level whose lists are found by selection: both lists, words, certificate.</summary>
internal sealed class PartLevel
{
    private readonly ContributionRun run;
    private readonly PartSet set;
    private readonly PartSelector selector;
    private readonly Dictionary<int, WordPair> words = [];

    private PartLevel(ContributionRun run, PartSet set, ScoreKind kind, Action<PartLists>? preview)
    {
        this.run = run;
        this.set = set;
        selector = new PartSelector(run, set, kind);
        var tails = selector.Select(run.Plan.Top, run.Plan.Bottom, run.Plan.MaxEvaluations, preview);
        var (greatest, smallest) = (selector.Describe(tails.Top, smallestFirst: false), selector.Describe(tails.Bottom, smallestFirst: true));
        Lists = new PartLists(greatest, smallest, WithListed(tails.Certificate, greatest.Concat(smallest)));
    }

    /// <summary>What is listed, and why it is right.</summary>
    public PartLists Lists { get; }

    /// <summary>Selects (shows <paramref name="preview"/> the lists by first-order scores before), and finds the words of what is listed where <paramref name="wordCount"/> is not 0.</summary>
    public static PartLevel Of(ContributionRun run, PartSet set, ScoreKind kind, int wordCount, Action<PartLists>? preview)
    {
        var level = new PartLevel(run, set, kind, preview);
        if (wordCount > 0)
        {
            level.FindWords(wordCount);
        }

        return level;
    }

    /// <summary>The words of a listed part, or null.</summary>
    public WordPair? WordsOf(ListedPart part) => words.GetValueOrDefault(part.Candidate);

    private void FindWords(int count)
    {
        ListedPart[] listed = [.. Lists.Top.Concat(Lists.Bottom).DistinctBy(part => part.Candidate)];
        var batch = new RowBatch(run.Readout, listed.Length);
        var stream = new float[run.Readout.Width];
        foreach (var part in listed)
        {
            set.FillStream(part.Place.Layer, part.Place.Direction, stream);
            batch.Add(stream, set.Factor(part.Place.Layer, part.Place.Direction, part.Place.Slot), StreamStates.Zero);
        }

        var pairs = WordFinder.Find(batch, count, run);
        for (var index = 0; index < listed.Length; index++)
        {
            words[listed[index].Candidate] = pairs[index];
        }
    }

    // Where scores need no projection, the listed rows are still evaluated for their other numbers.
    private static Certificate WithListed(Certificate certificate, IEnumerable<ListedPart> listed)
    {
        if (certificate.Bound is not ("linear" or "closedForm"))
        {
            return certificate;
        }

        var rows = listed.Select(part => (part.Place.Layer, part.Place.Direction)).Distinct().Count();
        return certificate with { ExactEvaluations = rows };
    }
}
