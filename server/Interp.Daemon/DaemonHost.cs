using System.Text.Encodings.Web;
using System.Text.Json;
using Interp.Daemon.Lanes;
using Interp.Daemon.Life;
using Interp.Daemon.Methods;
using Interp.Daemon.Wire;
using Interp.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StreamJsonRpc;

namespace Interp.Daemon;

/// <summary>Serves one client over standard input and output until it ends.</summary>
public static class DaemonHost
{
    // Answers must not wait until the pool thinks that it needs another thread.
    private const int LeastPoolThreads = 8;

    /// <summary>Loads what JSON-RPC needs on another thread, while the caller finds out what is to be served: the first reply comes so much earlier.</summary>
    public static void Prepare() => Task.Run(() =>
    {
        using var unused = new JsonRpc(new HeaderDelimitedMessageHandler(Stream.Null, Stream.Null, Formatter()));
        unused.AddLocalRpcMethod("unused", (JsonElement _, CancellationToken _) => Task.FromResult<RawJson?>(null));
    });

    /// <summary>Serves and gives the exit code. Standard output belongs to the wire from now on.</summary>
    /// <param name="options">What the program gives.</param>
    /// <param name="cancel">Ends it as a signal does.</param>
    public static int Run(DaemonOptions options, CancellationToken cancel)
    {
        var (input, output) = StandardStreams.Take();
        var (code, isOver) = Serve(options, input, output, cancel);
        if (!isOver)
        {
            AbruptEnd.With(code);
        }

        return code;
    }

    /// <summary>Serves over any streams; gives the exit code, and whether all work has ended.</summary>
    internal static (int Code, bool IsOver) Serve(DaemonOptions options, Stream input, Stream output, CancellationToken cancel)
    {
        ThreadPool.SetMinThreads(LeastPoolThreads, LeastPoolThreads);
        using var host = Build(options);
        var services = host.Services;
        var (life, log) = (services.GetRequiredService<Lifetime>(), services.GetRequiredService<DaemonLog>());
        if (options.ClientProcessId is int client)
        {
            services.GetRequiredService<ClientWatch>().Watch(client);
        }

        using var connection = Connect(services, input, output, life, log);
        using var signal = cancel.Register(() => _ = life.EndAsync("asked to end", 0));
        var code = life.Ended.GetAwaiter().GetResult();
        if (life.LostReason is { } reason)
        {
            options.Error.WriteLine($"interp serve: ended, {reason}");
            options.Error.Flush();
        }

        return (code, life.IsIdle && !services.GetRequiredService<ModelStore>().IsInUse);
    }

    private static IHost Build(DaemonOptions options)
    {
        // Nothing of the default host is wanted: no configuration files, no logging into the stream of frames.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        DaemonServices.Add(builder.Services, options);
        return builder.Build();
    }

    private static SystemTextJsonFormatter Formatter() =>
        new() { JsonSerializerOptions = new(WireJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping } };

    private static RpcConnection Connect(IServiceProvider services, Stream input, Stream output, Lifetime life, DaemonLog log)
    {
        var connection = new RpcConnection(new FrameHandler(input, output, Formatter(), life, log), log);
        var link = services.GetRequiredService<ClientLink>();
        link.Connection = connection;
        var lanes = services.GetRequiredService<LaneBoard>();
        var invoke = typeof(Endpoint).GetMethod(nameof(Endpoint.InvokeAsync)) ?? throw new InvalidOperationException("Endpoints have no method.");
        foreach (var entry in services.GetRequiredService<MethodTable>().Entries)
        {
            var endpoint = new Endpoint(entry, lanes, life, link, log);
            connection.AddLocalRpcMethod(invoke, endpoint, new JsonRpcMethodAttribute(entry.Name) { UseSingleObjectParameterDeserialization = true });
        }

        connection.StartListening();
        return connection;
    }
}
