using Interp.Daemon.Documents;
using Interp.Daemon.Language.Protocol;

namespace Interp.Daemon.Language;

/// <summary>All that is wrong with a document as far as it is known: what the parser found, then what the model says.</summary>
internal static class DocumentProblems
{
    /// <summary>In the order of the document.</summary>
    public static IReadOnlyList<DocumentProblem> Of(OpenDocument document, BlockReadings readings)
    {
        if (document.Kind == DocumentKind.Prompt)
        {
            return [];
        }

        var live = LiveBlocks.Of(document)
            .SelectMany(block => BlockProblems.Of(block, readings.Known(new BlockPlace(document, block))))
            .DistinctBy(problem => (problem.Range, problem.Message));
        DocumentProblem?[] leftOut = [LiveBlocks.LeftOut(document)];
        return [.. document.Document.Problems.Concat(live).Concat(leftOut.OfType<DocumentProblem>()).OrderBy(problem => problem.Range.Start)];
    }

    /// <summary>A problem as the editor shows it.</summary>
    public static Diagnostic AsDiagnostic(DocumentProblem problem) => new()
    {
        Range = problem.Range,
        Severity = (int)problem.Severity,
        Code = problem.Code,
        Message = problem.Hint.Length > 0 ? $"{problem.Message} {problem.Hint}" : problem.Message,
    };
}
