using Interp.Analysis;
using Interp.Cli.Commands;
using Interp.Cli.Verbs.Documents;
using Interp.Cli.Verbs.Services;

namespace Interp.Cli.Verbs;

/// <summary>All verbs in the order in which help lists them; those of analyses come from their registry.</summary>
internal static class VerbTable
{
    private static readonly string[] first = ["explain", "lens", "forward", "tokenize", "project"];

    /// <summary>The verbs, made anew for one command line.</summary>
    public static IReadOnlyList<Verb> Create() =>
    [
        .. AnalysisRegistry.All.OrderBy(analysis => (uint)Array.IndexOf(first, analysis.Method)).Select(analysis => new AnalysisVerb(analysis)),
        new RunVerb(),
        new TestVerb(),
        new ModelsVerb(),
        new ExportVerb(),
        new DoctorVerb(),
        new ServeVerb(),
    ];
}
