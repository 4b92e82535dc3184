using System.Diagnostics;

namespace Interp.Numerics.Tests;

/// <summary>The kernels take other paths on machines with fewer vector instructions: all tests run again without them.</summary>
[TestClass]
public sealed class InstructionSetTests
{
    [TestMethod]
    [DataRow("DOTNET_EnableAVX512", "DOTNET_EnableAVX512F")]
    [DataRow("DOTNET_EnableAVX2")]
    [DataRow("DOTNET_EnableHWIntrinsic")]
    public async Task All_tests_pass_without_the_instructions(params string[] switchedOff)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The test program has no path.");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(InstructionSetTests).Assembly.Location);
        }

        start.ArgumentList.Add("--filter");
        start.ArgumentList.Add($"FullyQualifiedName!~{nameof(InstructionSetTests)}");
        foreach (var name in switchedOff)
        {
            start.Environment[name] = "0";
        }

        using var child = Process.Start(start) ?? throw new InvalidOperationException("The test program did not start.");
        var error = child.StandardError.ReadToEndAsync();
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.AreEqual(0, child.ExitCode, $"{output}\n{await error}");
    }
}
