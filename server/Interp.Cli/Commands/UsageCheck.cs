using System.CommandLine;
using Interp.Numerics;

namespace Interp.Cli.Commands;

/// <summary>What can be wrong with a command line, with the nearest that would be right.</summary>
internal static class UsageCheck
{
    /// <summary>Refuses an argument before <c>--</c> that looks like an option and is none.</summary>
    /// <remarks>The parser itself would take an unknown option as a prompt.</remarks>
    public static void Options(IReadOnlyList<string> arguments, IReadOnlyList<Option> known)
    {
        for (var i = 0; i < arguments.Count && arguments[i] != "--"; i++)
        {
            var argument = arguments[i];
            if (argument.Length < 2 || argument[0] != '-')
            {
                continue;
            }

            var end = argument.AsSpan().IndexOfAny('=', ':');
            var name = end < 0 ? argument : argument[..end];
            var option = known.FirstOrDefault(candidate => candidate.Name == name || candidate.Aliases.Contains(name));
            if (option is null)
            {
                throw UnknownOption(name, known);
            }

            i += end < 0 && option.Arity.MinimumNumberOfValues > 0 ? 1 : 0;
        }
    }

    /// <summary>The failure of a verb that does not exist or was not given.</summary>
    public static UsageException UnknownVerb(string program, IReadOnlyList<string> given, IEnumerable<Command> verbs)
    {
        if (given.Count == 0)
        {
            return new UsageException($"`{program}` needs a verb.", $"One of {string.Join(", ", verbs.Select(verb => verb.Name))}; `{program} --help` explains them.");
        }

        var nearest = NearestName.Of(given[0], verbs.Select(verb => verb.Name));
        return new UsageException(
            $"There is no verb `{given[0]}`.",
            nearest is null ? $"`{program} --help` lists the verbs." : $"Did you mean `{program} {nearest}`?",
            nearest);
    }

    /// <summary>The failure of an argument too many.</summary>
    public static UsageException Superfluous(Command command, string argument) => command.Arguments.Count == 0
        ? new($"`interp {command.Name}` takes no argument \"{argument}\".", $"`interp {command.Name} --help` shows how it is used.")
        : new($"One argument too many: \"{argument}\".", "Put a prompt of several words in quotes.");

    private static UsageException UnknownOption(string name, IReadOnlyList<Option> known)
    {
        var nearest = NearestName.Of(name.TrimStart('-'), known.SelectMany(option => option.Aliases.Append(option.Name)).Select(option => option.TrimStart('-')));
        return new UsageException(
            $"There is no option {name} here.",
            (nearest is null ? "" : $"Did you mean --{nearest}? ") + "What begins with - and is no option goes after a --.",
            nearest is null ? null : "--" + nearest);
    }
}
