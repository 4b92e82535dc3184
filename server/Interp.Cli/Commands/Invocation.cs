using System.CommandLine;
using System.Globalization;
using Interp.Cli.Terminal;
using Interp.Runtime;

namespace Interp.Cli.Commands;

/// <summary>A parsed command line with what it runs on.</summary>
internal sealed record Invocation(ParseResult Parsed, CommonOptions Common, CommandConsole Console, CancellationToken Cancel)
{
    /// <summary>True with <c>--json</c>.</summary>
    public bool Json => Parsed.GetValue(Common.Json);

    /// <summary>True with <c>--quiet</c>.</summary>
    public bool Quiet => Parsed.GetValue(Common.Quiet);

    /// <summary>The file of <c>--out</c>, or null.</summary>
    public string? Out => Parsed.GetValue(Common.Out);

    /// <summary>The number of <c>--threads</c>; 0 = one per core.</summary>
    /// <remarks>Read when this is made, so that what is no number is refused by every verb.</remarks>
    /// <exception cref="UsageException">It is no number from 1 to <see cref="ModelStore.MostThreads"/>.</exception>
    public int Threads { get; } = ThreadsOf(Parsed.GetValue(Common.Threads));

    /// <summary>A note on standard error, but for <c>--quiet</c>.</summary>
    public void Note(string text)
    {
        if (!Quiet)
        {
            Console.Error.Write(text + "\n");
            Console.Error.Flush();
        }
    }

    private static int ThreadsOf(string? given) => given is null ? 0
        : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads > 0 && threads <= ModelStore.MostThreads ? threads
        : throw new UsageException($"--threads takes a whole number from 1 to {ModelStore.MostThreads}; \"{given}\" is none.", "Leave it out for one thread per core.");
}
