using Interp.Contracts;
using Interp.Runtime;

namespace Interp.Analysis.Contributions;

/// <summary>The tokens that parts raise and lower, with the sign that the parts have here: the linear bs with s* in every mode.</summary>
internal static class WordFinder
{
    /// <summary>Both lists of every entry of a batch.</summary>
    public static WordPair[] Find(RowBatch batch, int count, ContributionRun run)
    {
        if (batch.Entries.Count == 0)
        {
            return [];
        }

        var factors = batch.Entries.Select(entry => (float)(entry.Factor / run.Readout.Scale)).ToArray();
        var visitor = new WordsVisitor(new EntryIndex(batch), factors, count, run.Engine.Vocabulary.Threads);
        run.Engine.Vocabulary.Multiply(batch.Lens, batch.Rows, visitor, run.Cancel);
        return [.. factors.Select((_, entry) => new WordPair(run.Scope.Texts.Values(visitor.Raised(entry)), run.Scope.Texts.Values(visitor.Lowered(entry))))];
    }
}

/// <summary>Tokens that a part raises and lowers.</summary>
internal sealed record WordPair(IReadOnlyList<TokenValue> Raised, IReadOnlyList<TokenValue> Lowered);
