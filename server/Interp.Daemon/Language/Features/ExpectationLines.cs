using Interp.Contracts;
using Interp.Daemon.Documents;

namespace Interp.Daemon.Language;

/// <summary>The expectations of a document by their line: one in the settings of the document is one of every block.</summary>
internal static class ExpectationLines
{
    /// <summary>Each line with its outcomes, one a block; null for those that are not known.</summary>
    public static IEnumerable<(Expectation Expectation, IReadOnlyList<ExpectationOutcome?> Outcomes)> Of(OpenDocument document, BlockReadings readings) =>
        LiveBlocks.Of(document)
            .Where(block => block.Expectations.Any())
            .SelectMany(block => block.Expectations.Zip(readings.Known(new BlockPlace(document, block)).Outcomes))
            .GroupBy(entry => entry.First.Range.Start)
            .Select(line => (line.First().First, (IReadOnlyList<ExpectationOutcome?>)[.. line.Select(entry => entry.Second)]));
}
