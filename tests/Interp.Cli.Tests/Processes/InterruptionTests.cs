using System.Runtime.InteropServices;
using System.Text.Json;

namespace Interp.Cli.Tests.Processes;

/// <summary>Runs that are cut short.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux | OperatingSystems.OSX)]
public sealed partial class InterruptionTests
{
    private const int Interrupt = 2;
    private const int Kill = 9;

    // Every neuron onto the whole vocabulary: minutes of work.
    private static readonly string[] sweep = ["contributions", "The capital of France is", "--score", "rank", "--json"];

    [TestMethod]
    [DataRow(Kill)]
    [DataRow(Interrupt)]
    public void A_run_that_is_cut_leaves_no_file(int signal)
    {
        using var folder = new TemporaryFolder();

        using var process = RealProcess.Start([.. sweep, "--out", folder.At("scores.csv")]);
        WaitUntilBusy(process);
        Assert.AreEqual(0, SendSignal(process.Id, signal));
        process.WaitForExit();

        Assert.AreEqual("", string.Join(' ', folder.Names));
    }

    [TestMethod]
    public void An_interrupted_run_says_that_it_was_cancelled_and_exits_with_130()
    {
        using var process = RealProcess.Start(sweep);
        WaitUntilBusy(process);
        Assert.AreEqual(0, SendSignal(process.Id, Interrupt));
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.AreEqual(130, process.ExitCode, process.StandardError.ReadToEnd());
        using var json = JsonDocument.Parse(output);
        Assert.AreEqual("cancelled", json.RootElement.GetProperty("error").GetProperty("kind").GetString());
    }

    /// <summary>Until the program has worked for longer than it takes to start and to read the model.</summary>
    private static void WaitUntilBusy(System.Diagnostics.Process process) =>
        Assert.IsTrue(SpinWait.SpinUntil(() => process.HasExited || process.TotalProcessorTime > TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(2)) && !process.HasExited, "The sweep was over before it could be cut.");

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);
}
