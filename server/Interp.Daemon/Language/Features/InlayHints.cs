using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Language.Protocol;
using Interp.Figures;

namespace Interp.Daemon.Language;

/// <summary>The value now behind each expectation, with a tick or a cross.</summary>
internal static class InlayHints
{
    /// <summary>The hints in a stretch of a document; none where the value is not known yet.</summary>
    public static InlayHint[] Of(OpenDocument document, TextRange range, BlockReadings readings) =>
    [
        .. ExpectationLines.Of(document, readings)
            .Where(line => line.Expectation.Range.End >= range.Start && line.Expectation.Range.Start <= range.End)
            .Select(line => Of(line.Expectation, line.Outcomes))
            .OfType<InlayHint>(),
    ];

    private static InlayHint? Of(Expectation expectation, IReadOnlyList<ExpectationOutcome?> outcomes)
    {
        ExpectationOutcome[] known = [.. outcomes.OfType<ExpectationOutcome>()];
        if (known.Length == 0)
        {
            return null;
        }

        var met = known.Count(outcome => outcome.Met);
        var value = known is [var only]
            ? only.Failure is null ? "now " + Visible(only) : "no value"
            : $"now met in {NumberText.Count(met)} of {NumberText.Count(known.Length)} blocks";
        return new InlayHint
        {
            Position = expectation.Range.End,
            Label = $"{value} {(met == known.Length ? "✓" : "✗")}",
            Tooltip = known.FirstOrDefault(outcome => !outcome.Met) is { } unmet ? new MarkupContent("plaintext", unmet.Message) : null,
        };
    }

    private static string Visible(ExpectationOutcome outcome) => outcome.Token is null ? outcome.ValueText : TokenLabel.Of(outcome.Token, TokenLabel.PictureLength);
}
