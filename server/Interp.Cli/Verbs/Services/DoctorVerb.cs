using System.CommandLine;
using Interp.Cli.Commands;
using Interp.Cli.Output;
using Interp.Cli.Rendering.Services;
using Interp.Contracts;

namespace Interp.Cli.Verbs.Services;

/// <summary><c>doctor</c>.</summary>
internal sealed class DoctorVerb : Verb
{
    /// <inheritdoc/>
    public override string Name => "doctor";

    /// <inheritdoc/>
    public override string Summary => "Versions, providers, memory and folders, and what is wrong with them.";

    /// <inheritdoc/>
    public override string OutHelp => ServiceWriter.OutHelp;

    /// <inheritdoc/>
    public override void Describe(Command command)
    {
    }

    /// <inheritdoc/>
    public override int Run(Invocation invocation)
    {
        new ServiceWriter(invocation).Write(new Examination().Run(), InterpJsonContext.Default.DoctorResult, DoctorPage.Write);
        return ExitCodes.Done;
    }
}
