using System.Diagnostics;
using System.Text;

namespace Interp.Cli.Tests;

/// <summary>The built program as a process of its own, with pipes.</summary>
internal sealed record RealProcess(int Exit, byte[] Out, string Error)
{
    public static string ProgramPath { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "interp.exe" : "interp");

    public string Text => Encoding.UTF8.GetString(Out);

    /// <summary>Runs to the end; <paramref name="environment"/> is added to the test's own, null takes a variable away.</summary>
    public static RealProcess Run(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? program = null)
    {
        using var process = Start(arguments, environment, program);
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return new RealProcess(process.ExitCode, output.ToArray(), error.Result);
    }

    /// <summary>Starts and returns at once.</summary>
    public static Process Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? program = null)
    {
        var start = new ProcessStartInfo(program ?? ProgramPath, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        process.StandardInput.Close();
        return process;
    }
}
