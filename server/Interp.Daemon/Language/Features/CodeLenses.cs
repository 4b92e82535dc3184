using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Language.Protocol;
using Interp.Figures;

namespace Interp.Daemon.Language;

/// <summary>Over each block: what can be done, the answer in brief, and how many expectations are met.</summary>
internal static class CodeLenses
{
    /// <summary>The code lenses of a document.</summary>
    public static CodeLens[] Of(OpenDocument document, BlockReadings readings) => document.Kind == DocumentKind.Prompt
        ? []
        : [.. LiveBlocks.Of(document).SelectMany(block => Of(document, block, readings.Known(new BlockPlace(document, block))))];

    private static IEnumerable<CodeLens> Of(OpenDocument document, PromptBlock block, BlockReading reading)
    {
        if (block.Prompt.Text.Length == 0)
        {
            yield break;
        }

        var range = block.Header ?? new TextRange(block.Range.Start, block.Range.Start);
        CommandTarget[] target = [new CommandTarget { Uri = document.Uri, Block = block.Index }];
        yield return new CodeLens(range, new Command { Title = "Explain", Tooltip = "Where does this prediction come from?", Name = "interp.explain", Arguments = target });
        yield return new CodeLens(range, new Command { Title = "Lens", Tooltip = "What would each layer say at each token?", Name = "interp.showLens", Arguments = target });
        if (reading.Answer?.Cells[0][^1].Top is [var top, ..])
        {
            yield return new CodeLens(range, new Command { Title = $"→ {TokenLabel.Of(top.Text, TokenLabel.PictureLength)} {NumberText.PercentWithUnit(top.Prob)}", Name = "" });
        }

        ExpectationOutcome[] known = [.. reading.Outcomes.OfType<ExpectationOutcome>()];
        if (known.Length > 0)
        {
            var notRun = reading.Outcomes.Count - known.Length;
            var title = $"{NumberText.Count(known.Count(outcome => outcome.Met))} of {NumberText.Count(known.Length)} {(known.Length == 1 ? "expectation" : "expectations")} met"
                + (notRun > 0 ? $", {NumberText.Count(notRun)} not run" : "");
            yield return new CodeLens(range, new Command { Title = title, Name = "" });
        }
    }
}
