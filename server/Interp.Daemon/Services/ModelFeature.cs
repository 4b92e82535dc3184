using System.Diagnostics;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Lanes;
using Interp.Daemon.Life;
using Interp.Daemon.Methods;
using Interp.Runtime;
using Interp.Runtime.Verification;

namespace Interp.Daemon.Services;

/// <summary>The models on the machine and in memory.</summary>
internal sealed class ModelFeature(WorkTable works, AnalysisRunner runner, ModelStore models, CurrentSettings settings) : IFeature
{
    /// <inheritdoc/>
    public void Register(MethodTable methods)
    {
        var json = InterpJsonContext.Default;
        methods.Request("interp/models", () => json.NoParams, () => json.ModelListResult, (_, call) => Quick("interp/models", ModelDescriptions.List, call));
        methods.Request("interp/modelInfo", () => json.ModelParams, () => json.ModelInfoResult, (asked, call) =>
        {
            var name = asked.Model ?? settings.Model;
            return Quick($"interp/modelInfo {name}", () => ModelDescriptions.Of(name), call);
        });
        methods.Request("interp/loadModel", () => json.ModelParams, () => json.LoadedModel, LoadAsync);
        methods.Request("interp/unloadModel", () => json.ModelParams, () => json.UnloadResult, (asked, _) => Task.FromResult(Unload(asked)));
        methods.Request("interp/verifyModel", () => json.ModelParams, () => json.VerifyResult, VerifyAsync);
    }

    /// <summary>The models in memory.</summary>
    public static IReadOnlyList<LoadedModel> Loaded(ModelStore models) => [.. models.Loaded.Select(entry => Describe(entry.Path, entry.Model))];

    private static LoadedModel Describe(string path, OpenModel open) => new()
    {
        Model = ResultFacts.Of(open.Model),
        Path = path,
        Precision = open.Precision,
        Bytes = open.Model.Weights.Store.AllocatedBytes,
        MappedBytes = open.Model.Weights.Store.MappedBytes,
        Run = open.IsHashed ? ResultFacts.Of(open, Stopwatch.GetTimestamp()) : null,
    };

    private async Task<LoadedModel> LoadAsync(ModelParams asked, Call call)
    {
        // What its answer says of the provider would not be true of prompts, which are refused.
        settings.Check();
        var open = await runner.LoadAsync(asked.Model, call.Progress, call.Cancel).ConfigureAwait(false);
        return Describe(open.Model.Source.Path, open);
    }

    // It takes effect here, on the state lane: what is asked for later loads the model anew.
    private UnloadResult Unload(ModelParams asked) => new(models.Unload(ModelKeys.Of(asked.Model ?? settings.Model)));

    private Task<VerifyResult> VerifyAsync(ModelParams asked, Call call)
    {
        var (name, precision) = (asked.Model ?? settings.Model, settings.Precision);
        return works.RunAsync(
            new WorkPlan($"interp/verifyModel {precision} {name}", "interp/verifyModel", Lane.Heavy, ModelKeys.Of(name)),
            work =>
            {
                var open = models.Open(name, precision, work.Cancel);
                return new ModelVerifier(open).Verify(ResultFacts.Of(open), new Relay(work.Progress), work.Cancel);
            },
            call.Progress,
            call.Cancel);
    }

    private Task<T> Quick<T>(string key, Func<T> work, Call call)
        where T : class =>
        works.RunAsync(new WorkPlan(key, key.Split(' ')[0], Lane.Quick, ""), _ => work(), call.Progress, call.Cancel);

    private sealed class Relay(IProgress<AnalysisProgress> progress) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => progress.Report(new AnalysisProgress(value.Stage, value.Done, value.Total));
    }
}
