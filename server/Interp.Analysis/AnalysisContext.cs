using Interp.Contracts;
using Interp.Runtime;

namespace Interp.Analysis;

/// <summary>What an analysis is given besides its request.</summary>
public sealed record AnalysisContext
{
    /// <summary>The open models.</summary>
    public required ModelStore Models { get; init; }

    /// <summary>Told how far long work is; at most ten times a second.</summary>
    public IProgress<AnalysisProgress>? Progress { get; init; }

    /// <summary>Given the parts of a result as they are ready, in order, on the thread that computes; null where nobody wants them.</summary>
    public IProgress<AnalysisPartial>? Partials { get; init; }
}

/// <summary>How far long work is.</summary>
/// <param name="Stage">What is being done, e.g. <c>neurons</c>.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all.</param>
public sealed record AnalysisProgress(string Stage, long Done, long Total);
