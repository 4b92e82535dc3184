using System.Text.Json;
using Interp.Contracts;

namespace Interp.Analysis;

/// <summary>All analyses by method. Command line, daemon and help are made from it.</summary>
public static class AnalysisRegistry
{
    /// <summary>In the order in which help lists them.</summary>
    public static IReadOnlyList<IAnalysis> All { get; } =
    [
        new ForwardAnalysis(),
        new TokenizeAnalysis(),
        new ProjectAnalysis(),
        new LensAnalysis(),
        new ContributionsAnalysis(),
        new ExplainAnalysis(),
    ];

    /// <summary>The names of all methods.</summary>
    public static IEnumerable<string> Methods => All.Select(analysis => analysis.Method);

    /// <summary>The analysis named <paramref name="method"/>.</summary>
    /// <exception cref="InterpException">SettingUnknown with the nearest method.</exception>
    public static IAnalysis Find(string method) =>
        All.FirstOrDefault(analysis => analysis.Method == method) ?? throw Settings.UnknownValue("method", method, [.. Methods]);

    /// <summary>Reads and runs one request.</summary>
    /// <exception cref="InterpException">Any failure that the request causes.</exception>
    public static AnalysisResult Run(JsonElement request, AnalysisContext context, CancellationToken cancel)
    {
        var (analysis, read) = RequestReader.Read(request);
        return analysis.Run(read, context, cancel);
    }

}
