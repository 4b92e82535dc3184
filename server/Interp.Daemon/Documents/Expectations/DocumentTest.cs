using Interp.Contracts;

namespace Interp.Daemon.Documents;

/// <summary>Runs the expectations of a document and says what came of each; what <c>interp test</c> shows.</summary>
public sealed class DocumentTest(IRequestRunner runner)
{
    private readonly ExpectationEvaluator evaluator = new(runner);

    /// <summary>The first failure that kept a value from being had, or null.</summary>
    public InterpException? FirstFailure { get; private set; }

    /// <summary>How a document's text is read, by the extension of its file.</summary>
    public static DocumentKind KindOf(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".md" or ".markdown" ? DocumentKind.Markdown : DocumentKind.Interp;

    /// <summary>Tests a document.</summary>
    /// <param name="path">As it is shown.</param>
    /// <param name="document">Its content.</param>
    /// <param name="context">What holds where a block says nothing.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<TestedFile> RunAsync(string path, InterpDocument document, BlockContext context, CancellationToken cancel)
    {
        var blocks = new List<TestedBlock>();
        var problems = new List<DocumentProblem>(document.Problems);
        foreach (var block in document.Blocks)
        {
            blocks.Add(new TestedBlock { Name = block.Name, Line = block.Range.Start.Line + 1, Expectations = await ExpectationsAsync(block, context, problems, cancel).ConfigureAwait(false) });
        }

        // One in the settings of the document is found in every block.
        var told = problems.DistinctBy(problem => (problem.Range, problem.Message)).OrderBy(problem => problem.Range.Start);
        return new TestedFile { Path = path, Blocks = blocks, Problems = [.. told.Select(Shown)] };
    }

    private async Task<IReadOnlyList<TestedExpectation>> ExpectationsAsync(PromptBlock block, BlockContext context, List<DocumentProblem> problems, CancellationToken cancel)
    {
        Expectation[] expectations = [.. block.Expectations];
        var limits = block.IsBroken || expectations.Length == 0 ? null : await LimitsAsync(block, context, cancel).ConfigureAwait(false);
        var outside = limits?.Problems(block) ?? [];
        problems.AddRange(outside);
        if (!block.IsBroken && outside.Count == 0)
        {
            var outcomes = await evaluator.EvaluateAsync(block, context, expectations, limits, cancel).ConfigureAwait(false);
            FirstFailure ??= outcomes.Select(outcome => outcome.Failure).FirstOrDefault(failure => failure is not null);
            return [.. outcomes.Select(Shown)];
        }

        // What a misspelt directive was to change is not known: nothing that depends on it is said to hold.
        var unread = block.Defaults.Concat(block.Directives).Where(directive => directive is { Info.Name: DirectiveName.Expect, Value: null });
        return [.. expectations.Select(Unknown), .. unread.Select(directive => Unread(directive.NameRange.Start.Line + 1, directive.Text, ""))];
    }

    private async Task<ModelLimits?> LimitsAsync(PromptBlock block, BlockContext context, CancellationToken cancel)
    {
        try
        {
            return await ModelLimits.OfAsync(block, context, runner, cancel).ConfigureAwait(false);
        }
        catch (InterpException)
        {
            // The run of the block says why.
            return null;
        }
    }

    private static TestedExpectation Unknown(Expectation expectation) => Unread(expectation.Range.Start.Line + 1, expectation.Expression, expectation.Bound);

    private static TestedExpectation Unread(int line, string expression, string bound) => new()
    {
        Line = line,
        Expression = expression,
        Bound = bound,
        Met = false,
        Message = "It was not evaluated: a directive of its block is wrong.",
        Hint = "Mend the block's problems first.",
    };

    private static TestedExpectation Shown(ExpectationOutcome outcome) => new()
    {
        Line = outcome.Expectation.Range.Start.Line + 1,
        Expression = outcome.Expectation.Expression,
        Bound = outcome.Expectation.Bound,
        Value = outcome.Failure is null ? outcome.ValueText : null,
        Met = outcome.Met,
        Message = outcome.Met ? null : outcome.Message,
        Hint = outcome.Hint,
    };

    private static TestedProblem Shown(DocumentProblem problem) => new()
    {
        Line = problem.Range.Start.Line + 1,
        Column = problem.Range.Start.Character + 1,
        Severity = problem.Severity.ToString().ToLowerInvariant(),
        Message = problem.Message,
        Hint = problem.Hint,
    };
}
