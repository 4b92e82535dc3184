using Interp.Daemon.Language;
using Interp.Daemon.Lanes;
using Interp.Daemon.Life;
using Interp.Daemon.Methods;
using Interp.Daemon.Results;
using Interp.Daemon.Services;
using Interp.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace Interp.Daemon;

/// <summary>What the daemon is made of.</summary>
internal static class DaemonServices
{
    /// <summary>Adds everything. A feature is a line here.</summary>
    public static void Add(IServiceCollection services, DaemonOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new DaemonLog(options.LogFolder));
        services.AddSingleton(_ => new ModelStore(options.Threads) { CopiesWeights = true });
        services.AddSingleton<LaneBoard>();
        services.AddSingleton(new Attention(TimeProvider.System));
        services.AddSingleton(provider => new Lifetime(provider.GetRequiredService<LaneBoard>(), provider.GetRequiredService<DaemonLog>(), options.LongestEnd));
        services.AddSingleton<ClientWatch>();
        services.AddSingleton<CurrentSettings>();
        services.AddSingleton<ResultStore>();
        services.AddSingleton<ResultJson>();
        services.AddSingleton<WorkTable>();
        services.AddSingleton<AnalysisRunner>();
        services.AddSingleton<ClientLink>();
        services.AddSingleton<IClient>(provider => provider.GetRequiredService<ClientLink>());
        services.AddSingleton(provider => new Lazy<IEnumerable<IFeature>>(provider.GetServices<IFeature>));
        services.AddSingleton<IFeature, LifeFeature>();
        services.AddSingleton<IFeature, SettingsFeature>();
        services.AddSingleton<IFeature, AnalysisFeature>();
        services.AddSingleton<IFeature, ModelFeature>();
        services.AddSingleton<IFeature, ResultFeature>();
        services.AddSingleton<IFeature, PictureFeature>();
        services.AddSingleton<IFeature, DiagnosticsFeature>();
        services.AddSingleton<BlockRequests>();
        services.AddSingleton<LaneRequests>();
        services.AddSingleton<LanguageFeature>();
        services.AddSingleton<IFeature>(provider => provider.GetRequiredService<LanguageFeature>());
        services.AddSingleton<IDocumentPrompts>(provider => provider.GetRequiredService<LanguageFeature>());
        services.AddSingleton(Methods);
    }

    private static MethodTable Methods(IServiceProvider provider)
    {
        var methods = new MethodTable();
        foreach (var feature in provider.GetServices<IFeature>())
        {
            feature.Register(methods);
        }

        return methods;
    }
}
