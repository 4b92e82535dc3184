using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Lanes;
using Interp.Daemon.Methods;
using Interp.Daemon.Results;

namespace Interp.Daemon.Services;

/// <summary>What is kept under handles.</summary>
internal sealed class ResultFeature(ResultStore store, WorkTable works) : IFeature
{
    /// <inheritdoc/>
    public void Register(MethodTable methods)
    {
        var json = InterpJsonContext.Default;
        methods.Request("interp/readTile", () => json.TileParams, () => json.Tile, (asked, call) => Quick(call, "interp/readTile", () => TileReader.Read(store.Get<KeptTensor>(asked.Handle), asked)));
        methods.Request("interp/readRows", () => json.RowsParams, () => json.RowsResult, (asked, call) => Quick(call, "interp/readRows", () => Rows(store.Get<KeptRows>(asked.Handle), asked)));
        methods.Request("interp/release", () => json.HandleParams, () => json.ReleaseResult, (asked, _) => Task.FromResult(new ReleaseResult(store.Release(asked.Handle))));
    }

    private static RowsResult Rows(KeptRows kept, RowsParams asked)
    {
        var start = Settings.Index("start", asked.Start, Math.Max(1, kept.Rows.Count));
        var count = Settings.Count("count", asked.Count, 0);
        return new RowsResult { Rows = [.. kept.Rows.Skip(start).Take(count)], Total = kept.Rows.Count };
    }

    private Task<T> Quick<T>(Call call, string method, Func<T> work)
        where T : class =>
        works.RunAsync(new WorkPlan($"{method} {call.Params.GetRawText()}", method, Lane.Quick, ""), _ => work(), null, call.Cancel);
}
