using System.CommandLine;
using System.Globalization;
using Interp.Cli.Commands;
using Interp.Cli.Output;
using Interp.Daemon;

namespace Interp.Cli.Verbs.Services;

/// <summary><c>serve</c>: the daemon that editors talk to over standard input and output.</summary>
internal sealed class ServeVerb : Verb
{
    private readonly Option<string> client = new("--clientProcessId") { HelpName = "ID", Description = "End when this process does.", Arity = ArgumentArity.ExactlyOne };

    // Editors add it to say that standard input and output are meant, which is all that there is.
    private readonly Option<bool> stdio = new("--stdio") { Arity = ArgumentArity.Zero, Hidden = true };

    // Tests see by it that nothing but frames gets into standard output.
    private readonly Option<bool> debugPrint = new("--debug-print") { Arity = ArgumentArity.Zero, Hidden = true };

    /// <inheritdoc/>
    public override string Name => "serve";

    /// <inheritdoc/>
    public override string Summary => "Serve an editor: a language server with the analyses, over standard input and output.";

    /// <inheritdoc/>
    public override string OutHelp => "Not for this verb: results go to the client.";

    /// <inheritdoc/>
    public override void Describe(Command command)
    {
        command.Add(client);
        command.Add(stdio);
        command.Add(debugPrint);
    }

    /// <inheritdoc/>
    public override int Run(Invocation invocation)
    {
        if (invocation.Out is not null)
        {
            throw new UsageException("serve writes no file.", "Leave --out out.");
        }

        var options = new DaemonOptions
        {
            Version = Program.Version,
            Error = invocation.Console.Error,
            LogFolder = Path.GetDirectoryName(FaultLog.Path) ?? ".",
            ClientProcessId = ClientOf(invocation.Parsed.GetValue(client)),
            Threads = invocation.Threads,
            Model = invocation.Parsed.GetValue(invocation.Common.Model),
            CommandLine = RequestCommand.Of,
            Examine = () => new Examination().Run(),
        };
        Console.SetOut(Console.Error);
        using var chatter = invocation.Parsed.GetValue(debugPrint) ? new Chatter() : null;
        return DaemonHost.Run(options, invocation.Cancel);
    }

    private static int? ClientOf(string? given) => given is null ? null
        : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
        : throw new UsageException($"--clientProcessId takes the number of a process; \"{given}\" is none.", "Leave it out.");
}
