using Interp.Contracts;
using Interp.Daemon.Wire;

namespace Interp.Daemon.Lanes;

/// <summary>The result of an analysis, and its JSON for those who send it.</summary>
internal sealed class Answer(AnalysisResult result, Func<AnalysisResult, RawJson> json)
{
    private readonly Lazy<RawJson> json = new(() => json(result));

    public AnalysisResult Result { get; } = result;

    /// <summary>Made once, whoever asks.</summary>
    public RawJson Json => json.Value;
}
