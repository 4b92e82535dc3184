using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Language.Protocol;

namespace Interp.Daemon.Language;

/// <summary>Edits that mend problems.</summary>
internal static class QuickFixes
{
    private const string Kind = "quickfix";

    /// <summary>The fixes of the problems in a stretch of a document.</summary>
    public static CodeAction[] Of(OpenDocument document, CodeActionParams asked, BlockReadings readings)
    {
        if (asked.Context.Only is { Count: > 0 } kinds && !kinds.Any(kind => Kind == kind || Kind.StartsWith(kind + ".", StringComparison.Ordinal)))
        {
            return [];
        }

        return [.. DocumentProblems.Of(document, readings)
            .Where(problem => problem.Range.Start <= asked.Range.End && asked.Range.Start <= problem.Range.End)
            .SelectMany(problem => problem.Fixes.Select((fix, index) => Of(document, problem, fix, index == 0)))];
    }

    private static CodeAction Of(OpenDocument document, DocumentProblem problem, DocumentFix fix, bool isPreferred) => new()
    {
        Title = fix.Title,
        Diagnostics = [DocumentProblems.AsDiagnostic(problem)],
        IsPreferred = isPreferred,
        Edit = new WorkspaceEdit(new Dictionary<string, IReadOnlyList<TextEdit>> { [document.Uri] = [new TextEdit(fix.Range, fix.NewText)] }),
    };
}
