using System.CommandLine;
using System.CommandLine.Parsing;

namespace Interp.Cli.Commands;

/// <summary>What the parser refuses, in the words of this program.</summary>
internal static class ParseProblems
{
    /// <summary>The failure that stands for <paramref name="error"/> of a command line of <paramref name="command"/>.</summary>
    public static UsageException Of(ParseError error, Command command)
    {
        var help = $"`interp {command.Name} --help` shows how it is used.";
        return (error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult, error.SymbolResult) switch
        {
            ({ } option, _) => OfOption(option, help),
            (null, ArgumentResult { Tokens.Count: 0 } missing) => new($"`interp {command.Name}` needs {missing.Argument.Name}.", $"Write interp {command.Name} {missing.Argument.Name}; {help}"),
            _ => new($"The arguments of `interp {command.Name}` do not fit.", help),
        };
    }

    private static UsageException OfOption(OptionResult given, string help)
    {
        var option = given.Option;
        if (option.Arity.MaximumNumberOfValues == 0)
        {
            return new($"{option.Name} takes no value.", $"Write {option.Name} alone.");
        }

        var example = $"{option.Name} {option.HelpName ?? "VALUE"}";
        if (given.Tokens.Count == 0)
        {
            return new($"{option.Name} takes a value, and none is given.", $"Write {example}.");
        }

        return given.Tokens.Count > option.Arity.MaximumNumberOfValues
            ? new($"{option.Name} is given more than once.", $"Write {example} once.")
            : new($"{option.Name} does not take \"{given.Tokens[0].Value}\".", help);
    }
}
