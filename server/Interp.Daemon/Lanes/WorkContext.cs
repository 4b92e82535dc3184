using Interp.Analysis;
using Interp.Contracts;

namespace Interp.Daemon.Lanes;

/// <summary>What work in a lane is given.</summary>
/// <param name="Progress">Told how far it is.</param>
/// <param name="Partials">Given partial results; null where nobody wants them.</param>
/// <param name="Cancel">Cancelled when nobody waits for the result any more.</param>
internal sealed record WorkContext(IProgress<AnalysisProgress> Progress, IProgress<AnalysisPartial>? Partials, CancellationToken Cancel);
