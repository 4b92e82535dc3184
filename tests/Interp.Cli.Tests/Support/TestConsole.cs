using System.Text;
using Interp.Cli.Terminal;

namespace Interp.Cli.Tests;

/// <summary>A console in memory, and the program run on it.</summary>
internal sealed class TestConsole
{
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    public string Out => output.ToString();

    public string Error => error.ToString();

    public int Exit { get; private set; }

    /// <summary>Runs a command line as a pipe would see it, or on a terminal of <paramref name="width"/> columns without colours.</summary>
    public static TestConsole Run(string[] arguments, string input = "", int? width = null, CancellationToken cancel = default)
    {
        var run = new TestConsole();
        run.Exit = App.Run(arguments, run.Console(Encoding.UTF8.GetBytes(input), width), cancel);
        return run;
    }

    /// <summary>Runs a command line with bytes on standard input.</summary>
    public static TestConsole RunBytes(string[] arguments, byte[] input)
    {
        var run = new TestConsole();
        run.Exit = App.Run(arguments, run.Console(input, width: null), CancellationToken.None);
        return run;
    }

    /// <summary>The console itself.</summary>
    public CommandConsole Console(byte[] input, int? width) => new()
    {
        Out = new StringWriter(output) { NewLine = "\n" },
        Error = new StringWriter(error) { NewLine = "\n" },
        OpenInput = () => new MemoryStream(input),
        OutIsTerminal = width is not null,
        ErrorIsTerminal = false,
        Width = width ?? 80,
    };
}
