using System.Text.Json;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Lanes;
using Interp.Runtime;

namespace Interp.Daemon.Language;

/// <summary>Remembers small answers, so that hover, code lens and diagnostics of the same place share one run as long as the files of their model stay as they are.</summary>
internal sealed class RememberingRunner(IRequestRunner inner, Func<LanguageSettings> settings) : IRequestRunner
{
    private const int MostAnswers = 256;
    private const int MostTokens = 10_000;
    private readonly RecentCache<AnalysisResult> answers = new(MostAnswers);

    /// <inheritdoc/>
    public async Task<AnalysisResult> RunAsync(AnalysisRequest request, CancellationToken cancel)
    {
        if (request is not (TokenizeRequest or LensRequest { Positions.Length: 1 } or ForwardRequest { Taps: null, Positions.Length: 1 }))
        {
            return await inner.RunAsync(request, cancel).ConfigureAwait(false);
        }

        var model = ModelKeys.Of(request.Model ?? settings().Model);
        var state = CheckpointState.Of(model);
        var key = $"{settings()}\n{state}\n{JsonSerializer.Serialize(request, AnalysisRegistry.Find(request.Method ?? "").RequestType)}";
        if (answers.Find(key) is { } known)
        {
            return known;
        }

        var answer = await inner.RunAsync(request, cancel).ConfigureAwait(false);
        if (answer.Tokens is not { Count: > MostTokens } && CheckpointState.Of(model) == state)
        {
            answers.Keep(key, answer);
        }

        return answer;
    }
}
