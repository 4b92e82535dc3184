using System.CommandLine;
using Interp.Analysis;
using Interp.Cli.Commands;
using Interp.Cli.Output;
using Interp.Cli.Rendering.Services;
using Interp.Cli.Terminal;
using Interp.Contracts;
using Interp.Runtime;
using Interp.Runtime.Providers;
using Interp.Runtime.Verification;

namespace Interp.Cli.Verbs.Services;

/// <summary><c>models list | info | verify | clean</c>.</summary>
internal sealed class ModelsVerb : Verb
{
    private readonly Argument<string?> name = new("NAME")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "A model's name, folder or .gguf file; that of --model or the embedded one by default.",
    };

    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Only say what would be removed.", Arity = ArgumentArity.Zero };

    /// <inheritdoc/>
    public override string Name => "models";

    /// <inheritdoc/>
    public override string Summary => "The models on this machine: list them, say what one is, verify its numbers, or remove what was kept of them.";

    /// <inheritdoc/>
    public override string OutHelp => ServiceWriter.OutHelp;

    /// <inheritdoc/>
    public override void Describe(Command command)
    {
        command.Add(new Command("list", "The models that are here, with their badges."));
        command.Add(new Command("info", "What a model is and which verbs it can serve.") { name });
        command.Add(new Command("verify", "Check a model's files and every activation against a float64 reference; the badge of later answers.") { name });
        command.Add(new Command("clean", "Remove what Interp keeps of models and can make again: badges, hashes and tables for quicker answers. No model is touched.") { dryRun });
    }

    /// <inheritdoc/>
    public override int Run(Invocation invocation)
    {
        var writer = new ServiceWriter(invocation);
        var model = invocation.Parsed.GetValue(name) ?? invocation.Parsed.GetValue(invocation.Common.Model);
        switch (invocation.Parsed.CommandResult.Command.Name)
        {
            case "list":
                writer.Write(ModelDescriptions.List(), InterpJsonContext.Default.ModelListResult, ModelPages.WriteList);
                return ExitCodes.Done;
            case "info":
                writer.Write(ModelDescriptions.Of(model), InterpJsonContext.Default.ModelInfoResult, ModelPages.WriteInfo);
                return ExitCodes.Done;
            case "clean":
                writer.Write(Clean(invocation.Parsed.GetValue(dryRun)), InterpJsonContext.Default.CleanResult, ModelPages.WriteClean);
                return ExitCodes.Done;
            default:
                var result = Verify(model, invocation);
                writer.Write(result, InterpJsonContext.Default.VerifyResult, VerifyPage.Write);
                return result.Badge == "refused" ? ExitCodes.CheckFailed : ExitCodes.Done;
        }
    }

    private static CleanResult Clean(bool dryRun)
    {
        var derived = DerivedData.OfSystem();
        var files = derived.Clean(dryRun).Select(file => new ModelFile(file.Path, file.Bytes)).ToArray();
        return new CleanResult(derived.Root, files, files.Sum(file => file.Bytes), Removed: !dryRun);
    }

    private static VerifyResult Verify(string? model, Invocation invocation)
    {
        using var models = new ModelStore(invocation.Threads);
        var precision = ProviderCatalog.Resolve(null, null, invocation.Parsed.GetValue(invocation.Common.Precision)).Precision;
        var open = models.Open(model, precision, invocation.Cancel);
        using var line = invocation.Console.ErrorIsTerminal && !invocation.Quiet ? new ProgressLine(invocation.Console.Error) : null;
        return new ModelVerifier(open).Verify(ResultFacts.Of(open), line is null ? null : new Relay(line), invocation.Cancel);
    }

    private sealed class Relay(ProgressLine line) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => line.Report(new AnalysisProgress(value.Stage, value.Done, value.Total));
    }
}
