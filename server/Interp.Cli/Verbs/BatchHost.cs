using Interp.Cli.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Interp.Cli.Verbs;

/// <summary>The host of a batch of requests: it owns the open models and closes them when the batch ends or is told to stop.</summary>
internal static class BatchHost
{
    /// <summary>Runs the batch and gives its exit code.</summary>
    public static int Run(IReadOnlyList<FileRequest> requests, Invocation invocation)
    {
        // Nothing of the default host is wanted: no configuration files, no console logging into the results.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(_ => new Session(invocation));
        builder.Services.AddSingleton(services => new BatchJob(
            requests, services.GetRequiredService<Session>(), invocation, services.GetRequiredService<IHostApplicationLifetime>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<BatchJob>());
        using var host = builder.Build();
        host.Start();
        var job = host.Services.GetRequiredService<BatchJob>();
        job.ExecuteTask?.GetAwaiter().GetResult();
        host.StopAsync(CancellationToken.None).GetAwaiter().GetResult();
        return job.Exit;
    }
}
