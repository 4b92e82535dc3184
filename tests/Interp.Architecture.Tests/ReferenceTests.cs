namespace Interp.Architecture.Tests;

/// <summary>The invariants of ARCHITECTURE.md that the built assemblies show.</summary>
[TestClass]
public sealed class ReferenceTests
{
    private static readonly string[] Async =
    [
        "System.Threading.Tasks.Task", "System.Threading.Tasks.Task`1", "System.Threading.Tasks.ValueTask",
        "System.Runtime.CompilerServices.IAsyncStateMachine",
    ];

    [TestMethod]
    [DataRow("Contracts")]
    [DataRow("Numerics")]
    [DataRow("Models", "Numerics", "Contracts")]
    [DataRow("Runtime", "Models", "Numerics", "Contracts")]
    [DataRow("Analysis", "Runtime", "Models", "Numerics", "Contracts")]
    [DataRow("Figures", "Contracts", "Numerics")]
    [DataRow("Daemon", "Analysis", "Figures", "Runtime", "Models", "Numerics", "Contracts")]
    [DataRow("Cli", "Daemon", "Analysis", "Figures", "Runtime", "Models", "Numerics", "Contracts")]
    public void References_go_only_along_the_arrows(string project, params string[] allowed)
    {
        var ours = BuiltAssembly.Server[project].Assemblies.Where(name => name.StartsWith("Interp.", StringComparison.Ordinal) || name == "interp");
        var wrong = ours.Except(allowed.Select(name => $"Interp.{name}")).ToArray();
        Assert.IsEmpty(wrong, $"{project} refers to {string.Join(", ", wrong)}");
    }

    [TestMethod]
    [DataRow("Runtime", "Microsoft.ML.OnnxRuntime", DisplayName = "Only Runtime names a type of ONNX Runtime")]
    [DataRow("Runtime", "OnnxSharp", DisplayName = "Only Runtime names a type of the ONNX format")]
    [DataRow("Runtime", "Google.Protobuf", DisplayName = "Only Runtime writes protocol buffers")]
    [DataRow("Figures", "ScottPlot", DisplayName = "Only Figures names a ScottPlot type")]
    [DataRow("Figures", "SkiaSharp", DisplayName = "Only Figures names a SkiaSharp type")]
    [DataRow("Models", "Microsoft.ML.Tokenizers", DisplayName = "Only Models names a type of the tokenizer library")]
    [DataRow("Daemon", "StreamJsonRpc", DisplayName = "Only Daemon names a JSON-RPC type")]
    [DataRow("Cli", "Spectre.Console", DisplayName = "Only the command line draws on a terminal")]
    [DataRow("Cli", "System.CommandLine", DisplayName = "Only the command line parses a command line")]
    public void Only_one_project_names_the_types_of_a_library(string owner, string library)
    {
        var users = BuiltAssembly.Server
            .Where(project => project.Value.Assemblies.Any(name => name == library || name.StartsWith($"{library}.", StringComparison.Ordinal)))
            .Select(project => project.Key)
            .Where(project => project != owner)
            .ToArray();
        Assert.IsEmpty(users, $"{library} is named by {string.Join(", ", users)}");
    }

    [TestMethod]
    public void Only_Models_opens_a_checkpoint()
    {
        foreach (var (project, assembly) in BuiltAssembly.Server.Where(entry => entry.Key != "Models"))
        {
            var readers = assembly.Types.Where(name =>
                name.StartsWith("Interp.Models.Formats.", StringComparison.Ordinal) || name.StartsWith("System.IO.MemoryMappedFiles.", StringComparison.Ordinal));
            Assert.IsEmpty(readers, $"{project} names {string.Join(", ", readers)}");
        }
    }

    [TestMethod]
    public void Numerics_does_no_input_output_logging_or_async()
    {
        var wrong = BuiltAssembly.Server["Numerics"].Types.Where(name =>
            name.StartsWith("System.IO.", StringComparison.Ordinal)
            || name.StartsWith("System.Net.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
            || name is "System.Console" or "System.Diagnostics.Process"
            || Async.Contains(name));
        Assert.IsEmpty(wrong, string.Join(", ", wrong));
    }

    [TestMethod]
    public void Contracts_do_no_input_output_and_start_nothing()
    {
        var wrong = BuiltAssembly.Server["Contracts"].Types.Where(name =>
            name is "System.IO.File" or "System.IO.FileStream" or "System.IO.Directory" or "System.Console" or "System.Diagnostics.Process"
            || name.StartsWith("System.Net.", StringComparison.Ordinal)
            || name.StartsWith("System.Threading.", StringComparison.Ordinal));
        Assert.IsEmpty(wrong, string.Join(", ", wrong));
    }

    [TestMethod]
    public void Only_the_command_line_writes_to_the_console()
    {
        foreach (var (project, assembly) in BuiltAssembly.Server.Where(entry => entry.Key != "Cli"))
        {
            Assert.DoesNotContain("System.Console", assembly.Types, $"{project} names System.Console");
        }
    }

    [TestMethod]
    public void Nothing_opens_a_network_connection()
    {
        foreach (var (project, assembly) in BuiltAssembly.Server)
        {
            var network = assembly.Types.Where(name =>
                name.StartsWith("System.Net.Http.", StringComparison.Ordinal) || name.StartsWith("System.Net.Sockets.", StringComparison.Ordinal));
            Assert.IsEmpty(network, $"{project} names {string.Join(", ", network)}");
        }
    }

    [TestMethod]
    public void An_analysis_never_runs_layers_by_itself()
    {
        var sessions = BuiltAssembly.Server["Analysis"].Types.Where(name => name.StartsWith("Interp.Runtime.Sessions.", StringComparison.Ordinal));
        Assert.IsEmpty(sessions, $"Analysis names {string.Join(", ", sessions)}");
    }
}
