using System.Text;
using Interp.Cli.Rendering;

namespace Interp.Cli.Terminal;

/// <summary>Standard input, output and error of the process, and what is known of the terminal behind them.</summary>
internal sealed class CommandConsole
{
    private const int FallbackWidth = 80;

    /// <summary>Results go here: UTF-8, flushed by whoever finishes a result.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Errors, notes and progress go here.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens standard input.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>True when a person reads the results.</summary>
    public required bool OutIsTerminal { get; init; }

    /// <summary>True when a person reads the errors.</summary>
    public required bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = FallbackWidth;

    /// <summary>False under <c>NO_COLOR</c> or on a terminal that cannot.</summary>
    public bool Colours { get; init; }

    /// <summary>The console of this process. Encoding and line ends are the same on every system and in every locale.</summary>
    public static CommandConsole OfProcess()
    {
        var isTerminal = !Console.IsOutputRedirected;
        return new CommandConsole
        {
            Out = Writer(new StandardStream(Console.OpenStandardOutput(), tells: true)),
            Error = Writer(new StandardStream(Console.OpenStandardError(), tells: false)),
            OpenInput = Console.OpenStandardInput,
            OutIsTerminal = isTerminal,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = isTerminal ? WindowWidth() : FallbackWidth,
            Colours = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
                && Environment.GetEnvironmentVariable("TERM") is not "dumb",
        };
    }

    /// <summary>True where results can no longer be written, so that only <see cref="Error"/> is left.</summary>
    public bool OutIsLost => Out is StreamWriter { BaseStream: StandardStream { IsLost: true } };

    /// <summary>A page for results.</summary>
    public IPage Page(bool noColour) => OutIsTerminal ? new TerminalPage(Out, Width, Colours && !noColour) : new PlainPage(Out);

    private static StreamWriter Writer(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 14) { NewLine = "\n" };

    private static int WindowWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : FallbackWidth;
        }
        catch (IOException)
        {
            return FallbackWidth;
        }
    }
}
