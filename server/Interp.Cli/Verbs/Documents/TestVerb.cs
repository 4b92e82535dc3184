using System.CommandLine;
using System.Text;
using Interp.Analysis;
using Interp.Cli.Commands;
using Interp.Cli.Output;
using Interp.Cli.Rendering.Documents;
using Interp.Contracts;
using Interp.Daemon.Documents;

namespace Interp.Cli.Verbs.Documents;

/// <summary><c>test FILE...</c>: the expectations of documents.</summary>
internal sealed class TestVerb : Verb
{
    private readonly Argument<string[]> files = new("FILE") { Arity = ArgumentArity.OneOrMore, Description = "Documents: .interp files, or Markdown with fences named interp." };
    private readonly Option<string?> junit = new("--junit") { HelpName = "FILE", Description = "Write the outcomes as a JUnit report (.xml) too." };

    /// <inheritdoc/>
    public override string Name => "test";

    /// <inheritdoc/>
    public override string Summary => "Check the @expect lines of .interp documents; fails where one is not met.";

    /// <inheritdoc/>
    public override string OutHelp => ServiceWriter.OutHelp;

    /// <inheritdoc/>
    public override void Describe(Command command)
    {
        command.Add(files);
        command.Add(junit);
    }

    /// <inheritdoc/>
    public override int Run(Invocation invocation)
    {
        var writer = new ServiceWriter(invocation);
        var report = invocation.Parsed.GetValue(junit) is { } path ? OutFile.Prepare(path, [".xml"], junit.Name) : null;
        var texts = (invocation.Parsed.GetValue(files) ?? []).Select(file => (Path: file, Text: TextInput.ReadFile(file))).ToList();
        using var session = new Session(invocation);
        var test = new DocumentTest(new SessionRunner(session));
        var tested = texts.Select(file => Test(test, file.Path, file.Text, invocation)).ToList();
        var outcomes = tested.SelectMany(file => file.Blocks).SelectMany(block => block.Expectations).ToList();
        var result = new TestResult { Files = tested, Passed = outcomes.Count(outcome => outcome.Met), Failed = outcomes.Count(outcome => !outcome.Met) };
        if (outcomes.Count == 0)
        {
            invocation.Note("There is no @expect line in these files.");
        }

        report?.Write(Encoding.UTF8.GetBytes(JunitReport.Of(result)));
        writer.Write(result, InterpJsonContext.Default.TestResult, TestPage.Write);
        return ExitOf(result, test.FirstFailure);
    }

    private static TestedFile Test(DocumentTest test, string path, string text, Invocation invocation)
    {
        var common = invocation.Common;
        var context = new BlockContext
        {
            Folder = Path.GetDirectoryName(Path.GetFullPath(path)),
            Model = invocation.Parsed.GetValue(common.Model),
            Provider = invocation.Parsed.GetValue(common.Provider),
            Precision = invocation.Parsed.GetValue(common.Precision),
        };
        return test.RunAsync(path, InterpDocument.Parse(text, DocumentTest.KindOf(path)), context, invocation.Cancel).GetAwaiter().GetResult();
    }

    private static int ExitOf(TestResult result, InterpException? failure)
    {
        if (result.Files.SelectMany(file => file.Problems).Any(problem => problem.Severity == "error"))
        {
            return ExitCodes.RequestRefused;
        }

        return failure is not null ? ExitCodes.Of(failure.Kind) : result.Failed > 0 ? ExitCodes.CheckFailed : ExitCodes.Done;
    }

    private sealed class SessionRunner(Session session) : IRequestRunner
    {
        public Task<AnalysisResult> RunAsync(AnalysisRequest request, CancellationToken cancel) =>
            Task.FromResult(session.Run(AnalysisRegistry.Find(request.Method ?? ""), request));
    }
}
