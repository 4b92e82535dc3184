using System.CommandLine;
using Interp.Analysis;
using Interp.Cli.Commands;
using Interp.Cli.Output;
using Interp.Cli.Rendering;
using Interp.Cli.Terminal;
using Interp.Contracts;
using Interp.Figures;
using Interp.Models;
using Interp.Runtime;
using Interp.Runtime.Providers;

namespace Interp.Cli.Verbs.Services;

/// <summary><c>export MODEL --out FILE.onnx</c>.</summary>
internal sealed class ExportVerb : Verb
{
    private readonly Argument<string?> name = new("MODEL")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "A model's name, folder or .gguf file; that of --model or the embedded one by default.",
    };

    /// <inheritdoc/>
    public override string Name => "export";

    /// <inheritdoc/>
    public override string Summary => "Write a model with all its activations as one ONNX file (--out FILE.onnx).";

    /// <inheritdoc/>
    public override string OutHelp => "The file to write: .onnx.";

    /// <inheritdoc/>
    public override void Describe(Command command) => command.Add(name);

    /// <inheritdoc/>
    public override int Run(Invocation invocation)
    {
        var path = invocation.Out ?? throw new UsageException("`interp export` needs --out.", "Write interp export MODEL --out FILE.onnx.");
        OutFile.Prepare(path, [".onnx"]);
        var source = ModelFolders.Resolve(invocation.Parsed.GetValue(name) ?? invocation.Parsed.GetValue(invocation.Common.Model));
        var precision = ProviderCatalog.Resolve(null, null, invocation.Parsed.GetValue(invocation.Common.Precision)).Precision;
        using var model = ModelLoader.Load(source, WeightPrecisions.Parse(precision) ?? WeightPrecision.F32, invocation.Threads, invocation.Cancel);
        using var line = invocation.Console.ErrorIsTerminal && !invocation.Quiet ? new ProgressLine(invocation.Console.Error) : null;
        var total = model.Source.Parameters * sizeof(float);
        var files = OnnxExport.Write(model, path, line is null ? null : new Relay(line, total), invocation.Cancel);
        line?.Dispose();
        Write(new ExportResult(Path.GetFullPath(path), [.. files.Select(file => new ModelFile(Path.GetFileName(file.Path), file.Bytes))]), Path.GetDirectoryName(path) ?? "", invocation);
        return ExitCodes.Done;
    }

    private static void Write(ExportResult result, string folder, Invocation invocation)
    {
        var console = invocation.Console;
        if (invocation.Json)
        {
            console.Out.Write(JsonText.Of(result, InterpJsonContext.Default.ExportResult) + "\n");
        }
        else
        {
            var page = console.Page(invocation.Parsed.GetValue(invocation.Common.NoColor));
            foreach (var file in result.Files)
            {
                page.Facts(Piece.Strong(Path.Combine(folder, file.Name)), Piece.Number(NumberText.Bytes(file.Bytes)));
            }
        }

        console.Out.Flush();
    }

    private sealed class Relay(ProgressLine line, long total) : IProgress<long>
    {
        public void Report(long value) => line.Report(new AnalysisProgress("writing", value, total));
    }
}
