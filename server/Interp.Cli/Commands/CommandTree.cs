using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Interp.Cli.Verbs;

namespace Interp.Cli.Commands;

/// <summary>All verbs as System.CommandLine sees them. Only the verb that is used gets its options: the others are names and summaries.</summary>
internal sealed class CommandTree
{
    private static readonly ParserConfiguration configuration = new()
    {
        // An argument that begins with @ is a prompt, never a file of arguments.
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = false,
    };

    private readonly Dictionary<Command, Verb> verbs = [];
    private readonly RootCommand root = new("Shows where a language model's prediction comes from.");

    /// <summary>The tree for a command line.</summary>
    public CommandTree(IReadOnlyList<string> arguments)
    {
        root.Options.Clear();
        root.Directives.Clear();
        root.Add(new HelpOption());
        root.Add(new Option<bool>("--version") { Description = "The version of this program.", Arity = ArgumentArity.Zero });
        foreach (var option in Common.All)
        {
            root.Add(option);
        }

        foreach (var verb in VerbTable.Create())
        {
            var command = new Command(verb.Name, verb.Summary);
            if (arguments.Contains(verb.Name, StringComparer.Ordinal))
            {
                verb.Describe(command);
            }

            root.Add(command);
            verbs.Add(command, verb);
        }
    }

    /// <summary>The options of every verb.</summary>
    public CommonOptions Common { get; } = new();

    /// <summary>Parses; the result may hold errors. The help of --out then says what the verb that was named can write.</summary>
    public ParseResult Parse(IReadOnlyList<string> arguments)
    {
        var parsed = root.Parse(arguments, configuration);
        if (VerbOf(parsed) is { } verb)
        {
            Common.Out.Description = verb.OutHelp;
        }

        return parsed;
    }

    /// <summary>The verb that was named, or null.</summary>
    public Verb? VerbOf(ParseResult parsed)
    {
        SymbolResult? result = parsed.CommandResult;
        while (result is not null)
        {
            if (result is CommandResult { Command: var command } && verbs.TryGetValue(command, out var verb))
            {
                return verb;
            }

            result = result.Parent;
        }

        return null;
    }

    /// <summary>Refuses what was not understood.</summary>
    /// <exception cref="UsageException">An unknown verb or option (with the nearest), a missing or superfluous argument.</exception>
    public void Check(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        var command = parsed.CommandResult.Command;
        UsageCheck.Options(arguments, KnownOptions(command));
        if (command.Subcommands.Count > 0)
        {
            throw UsageCheck.UnknownVerb(command == root ? "interp" : $"interp {command.Name}", parsed.UnmatchedTokens, command.Subcommands);
        }

        if (parsed.UnmatchedTokens.Count > 0)
        {
            throw UsageCheck.Superfluous(command, parsed.UnmatchedTokens[0]);
        }

        if (parsed.Errors.Count > 0)
        {
            throw ParseProblems.Of(parsed.Errors[0], command);
        }
    }

    private List<Option> KnownOptions(Command command) => [.. command.Options, .. command == root ? [] : root.Options.Where(option => option.Recursive)];
}
