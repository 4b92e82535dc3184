using System.CommandLine;
using System.CommandLine.Help;
using System.Text.Json.Nodes;
using Interp.Cli.Commands;
using Interp.Cli.Output;
using Interp.Cli.Terminal;
using Interp.Contracts;

namespace Interp.Cli;

/// <summary>From arguments to an exit code: parse, refuse or run, report.</summary>
internal static class App
{
    /// <summary>Runs one command line.</summary>
    public static int Run(string[] arguments, CommandConsole console, CancellationToken cancel)
    {
        try
        {
            var code = Answer(arguments, console, cancel);
            console.Out.Flush();
            return code;
        }
        catch (Exception failure)
        {
            return FailureReport.Write(Unwrapped(failure, cancel), WantsJson(arguments), console);
        }
    }

    private static int Answer(string[] arguments, CommandConsole console, CancellationToken cancel)
    {
        if (arguments is ["--version"] or ["--version", "--json"] or ["--json", "--version"])
        {
            var version = new JsonObject { ["version"] = Program.Version };
            console.Out.Write((arguments.Length == 1 ? $"interp {Program.Version}" : version.ToJsonString()) + "\n");
            return ExitCodes.Done;
        }

        ArgumentText.Check(arguments);
        return Dispatch(arguments.Length == 0 ? ["--help"] : arguments, console, cancel);
    }

    private static int Dispatch(IReadOnlyList<string> arguments, CommandConsole console, CancellationToken cancel)
    {
        var tree = new CommandTree(arguments);
        var parsed = tree.Parse(arguments);
        if (parsed.Action is HelpAction && (tree.VerbOf(parsed) is not null || parsed.UnmatchedTokens.Count == 0))
        {
            return parsed.Invoke(new InvocationConfiguration { Output = console.Out, Error = console.Error });
        }

        tree.Check(parsed, arguments);
        return tree.VerbOf(parsed)?.Run(new Invocation(parsed, tree.Common, console, cancel)) ?? ExitCodes.Usage;
    }

    /// <summary>Whether errors are due as JSON, known even where the rest of the line is wrong.</summary>
    private static bool WantsJson(string[] arguments) => arguments.TakeWhile(argument => argument != "--").Contains("--json", StringComparer.Ordinal);

    // What fails because it was interrupted was cancelled, whatever the failure looks like.
    private static Exception Unwrapped(Exception failure, CancellationToken cancel) => failure switch
    {
        AggregateException { InnerException: { } first } => Unwrapped(first, cancel),
        InterpException or UsageException => failure,
        _ when cancel.IsCancellationRequested => new OperationCanceledException(cancel),
        _ => failure,
    };
}
