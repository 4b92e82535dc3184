using Interp.Contracts;
using Interp.Daemon.Results;
using Interp.Models;
using Interp.Runtime;
using Interp.Runtime.Providers;

namespace Interp.Daemon.Life;

/// <summary>The settings in force. They change in the order of messages, so that later requests see them.</summary>
internal sealed class CurrentSettings(DaemonOptions options, ModelStore models, ResultStore results)
{
    private const long Megabyte = 1L << 20;

    /// <summary>Told on the thread of the state lane when other settings are in force.</summary>
    public event Action? Changed;

    /// <summary>As the client gave them last.</summary>
    public DaemonSettings Value { get; private set; } = new();

    /// <summary>The model of requests that name none; null = the embedded one.</summary>
    public string? Model => NullIfEmpty(Value.Model) ?? options.Model;

    /// <summary>The precision of what names none; null = the default.</summary>
    /// <exception cref="InterpException">SettingUnknown.</exception>
    public string? Precision => ProviderCatalog.Resolve(null, null, NullIfEmpty(Value.Precision)).Precision;

    /// <summary>Refuses settings with which nothing can be computed.</summary>
    /// <exception cref="InterpException">SettingUnknown, ProviderUnavailable, OutOfRange (a device index).</exception>
    public void Check() => _ = ProviderCatalog.Resolve(NullIfEmpty(Value.Provider), NullIfEmpty(Value.Device), NullIfEmpty(Value.Precision));

    /// <summary>Puts settings in force.</summary>
    public void Apply(DaemonSettings settings)
    {
        Value = settings;
        ModelFolders.Configure((settings.ModelDirectories ?? []).Where(folder => folder.Length > 0));
        models.UseThreads(settings.Threads is > 0 and var threads ? threads : options.Threads);

        // Half for results, half for what each model remembers of earlier prompts.
        var half = settings.MemoryBudget is > 0 and var budget ? budget * Megabyte / 2 : ResultStore.DefaultBudget;
        results.Use(half);
        models.PrefixBudget = half;
        Changed?.Invoke();
    }

    /// <summary>The request with the settings for what it leaves open.</summary>
    public AnalysisRequest Complete(AnalysisRequest request) => request with
    {
        Model = NullIfEmpty(request.Model) ?? Model,
        Provider = request.Provider ?? NullIfEmpty(Value.Provider),
        Device = request.Device ?? NullIfEmpty(Value.Device),
        Precision = request.Precision ?? NullIfEmpty(Value.Precision),
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
