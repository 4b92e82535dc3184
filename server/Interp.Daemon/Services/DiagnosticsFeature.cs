using Interp.Contracts;
using Interp.Daemon.Lanes;
using Interp.Daemon.Life;
using Interp.Daemon.Methods;
using Interp.Daemon.Results;
using Interp.Runtime;

namespace Interp.Daemon.Services;

/// <summary>What the daemon says of itself, whatever else it does.</summary>
internal sealed class DiagnosticsFeature(
    DaemonOptions options, LaneBoard lanes, Lifetime life, ModelStore models, ResultStore store, CurrentSettings settings, WorkTable works, DaemonLog log) : IFeature
{
    /// <inheritdoc/>
    public void Register(MethodTable methods)
    {
        var json = InterpJsonContext.Default;
        methods.Aside("interp/debugInfo", () => json.NoParams, () => json.DebugInfo, _ => Info());
        methods.Aside("interp/memory", () => json.NoParams, () => json.MemoryUse, _ => Memory());
        methods.Request("interp/doctor", () => json.NoParams, () => json.DoctorResult, (_, call) =>
            works.RunAsync(new WorkPlan("interp/doctor", "interp/doctor", Lane.Quick, ""), _ => options.Examine(), null, call.Cancel));
    }

    private DebugInfo Info() => new()
    {
        Version = options.Version,
        ProcessId = Environment.ProcessId,
        Uptime = life.Uptime.TotalSeconds,
        State = life.IsEnding ? "ending" : life.IsInitialized ? "serving" : "starting",
        Lanes = lanes.Info,
        Memory = Memory(),
        Settings = settings.Value,
        Log = log.Path,
    };

    private MemoryUse Memory()
    {
        PrefixStatistics[] prefixes = [.. models.Loaded.Select(loaded => loaded.Model.Engine.Prefix.Statistics)];
        return new MemoryUse
        {
            Resident = Environment.WorkingSet,
            Heap = GC.GetTotalMemory(forceFullCollection: false),
            Kept = store.Bytes + prefixes.Sum(prefix => prefix.Bytes),
            Budget = store.Budget + prefixes.Sum(prefix => prefix.Budget),
            Models = ModelFeature.Loaded(models),
        };
    }
}
