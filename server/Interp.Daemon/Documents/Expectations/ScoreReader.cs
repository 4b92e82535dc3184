using Interp.Analysis;
using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>Reads contribution scores with the block's target and contrast; one run serves all that is asked of the block.</summary>
internal sealed class ScoreReader(IRequestRunner runner, PromptBlock block, BlockContext context, IReadOnlyList<Expectation> expectations)
{
    private ContributionsResult? read;

    /// <summary>The score of a part, nats.</summary>
    /// <exception cref="InterpException">OutOfRange, NotAvailable, or what the request causes.</exception>
    public async Task<double> ReadAsync(NamedPart part, CancellationToken cancel)
    {
        read ??= await RunAsync(cancel).ConfigureAwait(false);
        return part.Kind is PartKind.Attn or PartKind.Ff ? OfLayer(part, read) : OfRow(part, read);
    }

    private NamedPart[] Parts() => [.. expectations.Select(expectation => expectation.Measure).OfType<ScoreMeasure>().Select(measure => measure.Part).Where(part => part.Kind is PartKind.Head or PartKind.Neuron).Distinct()];

    private static double OfLayer(NamedPart part, ContributionsResult result)
    {
        var component = part.Kind == PartKind.Attn ? "attn" : "ff";
        var rows = result.Layers ?? throw new InvalidOperationException("The level was asked for and is not there.");
        return rows.First(row => row.Component == component && row.Layer == part.Layer).Score;
    }

    private static double OfRow(NamedPart part, ContributionsResult result) =>
        (result.Rows ?? []).First(row => row.Layer == part.Layer && (part.Kind == PartKind.Head ? row.Head : row.Neuron) == part.Index).Score;

    private async Task<ContributionsResult> RunAsync(CancellationToken cancel)
    {
        var parts = Parts();
        var request = BlockMembers.Request<ContributionsRequest>(block, AnalysisRegistry.Find("contributions"), context) with
        {
            Levels = ["layers"],
            Words = 0,
            Reads = false,
            Queries = null,
            Rows = parts.Length == 0 ? null : [.. parts.Select(PartOf)],
        };
        try
        {
            return (ContributionsResult)await runner.RunAsync(request, cancel).ConfigureAwait(false);
        }
        catch (InterpException failure)
        {
            throw DocumentWords.Of(block, "contributions", failure);
        }
    }

    private static PartChoice PartOf(NamedPart part) => part.Kind == PartKind.Head
        ? new PartChoice { Layer = part.Layer, Head = part.Index }
        : new PartChoice { Layer = part.Layer, Neuron = part.Index };
}
