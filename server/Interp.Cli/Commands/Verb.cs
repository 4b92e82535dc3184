using System.CommandLine;

namespace Interp.Cli.Commands;

/// <summary>A verb of the command line.</summary>
internal abstract class Verb
{
    /// <summary>What is typed.</summary>
    public abstract string Name { get; }

    /// <summary>One sentence for help texts.</summary>
    public abstract string Summary { get; }

    /// <summary>One sentence for the help of <c>--out</c>: what this verb writes.</summary>
    public abstract string OutHelp { get; }

    /// <summary>The verb's arguments, options and subverbs, made when the verb is used.</summary>
    public abstract void Describe(Command command);

    /// <summary>Runs it and gives the exit code.</summary>
    public abstract int Run(Invocation invocation);
}
