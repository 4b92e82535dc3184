using System.CommandLine;
using Interp.Cli.Terminal;

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
    /// <exception cref="UsageException">It is not positive.</exception>
    public int Threads => Parsed.GetResult(Common.Threads) is not { Implicit: false } ? 0
        : Parsed.GetValue(Common.Threads) is > 0 and var threads ? threads
        : throw new UsageException("--threads takes a whole number from 1 on.", "Leave it out for one thread per core.");
}
