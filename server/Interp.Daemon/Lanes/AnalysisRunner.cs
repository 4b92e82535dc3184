using System.Text;
using System.Text.Json;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Life;
using Interp.Daemon.Progress;
using Interp.Daemon.Results;
using Interp.Daemon.Wire;
using Interp.Runtime;

namespace Interp.Daemon.Lanes;

/// <summary>Runs analyses in lanes: settings for what a request leaves open, identical requests joined, progress, cancellation.</summary>
internal sealed class AnalysisRunner(WorkTable works, ModelStore models, CurrentSettings settings, ResultStore store, ResultJson json, Attention attention)
{
    private const int FewVectors = 64;

    /// <summary>The lane of a request that comes over the wire: a lens of one position, a projection of few vectors and tokens are quick.</summary>
    public static Lane LaneOf(AnalysisRequest request) => request switch
    {
        TokenizeRequest => Lane.Quick,
        LensRequest { Positions.Length: 1 } => Lane.Quick,
        ProjectRequest { Vectors: null or { Length: <= FewVectors } } => Lane.Quick,
        _ => Lane.Heavy,
    };

    /// <summary>Runs a request in a lane and gives its result.</summary>
    /// <param name="request">A request of any analysis; settings fill what it leaves open.</param>
    /// <param name="lane">Quick or heavy.</param>
    /// <param name="progress">Where progress and partial results go; null = nowhere.</param>
    /// <param name="cancel">Ends the waiting at once, and the work when nobody else waits for it.</param>
    /// <exception cref="InterpException">Any failure that the request causes.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<AnalysisResult> RunAsync(AnalysisRequest request, Lane lane, ProgressWriter? progress, CancellationToken cancel) =>
        (await AnswerAsync(request, lane, progress, cancel).ConfigureAwait(false)).Result;

    /// <summary>The same as JSON for the wire.</summary>
    public async Task<RawJson?> JsonAsync(AnalysisRequest request, ProgressWriter? progress, CancellationToken cancel)
    {
        attention.Note();
        return (await AnswerAsync(request, LaneOf(request), progress, cancel, isSent: true).ConfigureAwait(false)).Json;
    }

    /// <summary>The result of a request that is still kept, else a new one.</summary>
    public async Task<AnalysisResult> KeptOrNewAsync(AnalysisRequest request, ProgressWriter? progress, CancellationToken cancel)
    {
        var (_, key) = Prepare(request);
        return store.Find(key) as AnalysisResult ?? await RunAsync(request, LaneOf(request), progress, cancel).ConfigureAwait(false);
    }

    /// <summary>Loads a model (null = the default one) in its heavy lane, where it is not loaded.</summary>
    public Task<OpenModel> LoadAsync(string? name, ProgressWriter? progress, CancellationToken cancel)
    {
        var (model, precision) = (name ?? settings.Model, settings.Precision);
        var plan = new WorkPlan($"interp/loadModel {precision} {model}", "interp/loadModel", Lane.Heavy, ModelKeys.Of(model));
        return works.RunAsync(plan, context => models.Open(model, precision, context.Cancel), progress, cancel);
    }

    private Task<Answer> AnswerAsync(AnalysisRequest given, Lane lane, ProgressWriter? progress, CancellationToken cancel, bool isSent = false)
    {
        var (request, key) = Prepare(given);
        var analysis = AnalysisRegistry.Find(request.Method ?? "");
        return works.RunAsync(
            new WorkPlan(key, $"interp/{analysis.Method}", lane, ModelKeys.Of(request.Model)),
            work =>
            {
                var context = new AnalysisContext { Models = models, Progress = work.Progress, Partials = work.Partials };
                var answer = new Answer(analysis.Run(request, context, work.Cancel), json.Of);
                Keep(key, answer, isSent);
                return answer;
            },
            progress,
            cancel);
    }

    private void Keep(string key, Answer answer, bool isSent)
    {
        if (isSent)
        {
            // Objects take about four times the bytes of their JSON.
            store.Keep(key, answer.Result, 4L * answer.Json.Utf8.Length);
        }
    }

    private (AnalysisRequest Request, string Key) Prepare(AnalysisRequest given)
    {
        var analysis = AnalysisRegistry.All.First(candidate => candidate.RequestType.Type == given.GetType());
        var request = settings.Complete(given) with { Method = analysis.Method };
        return (request, Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(request, analysis.RequestType)));
    }
}
