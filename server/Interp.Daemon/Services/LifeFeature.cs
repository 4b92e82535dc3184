using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Lanes;
using Interp.Daemon.Life;
using Interp.Daemon.Methods;
using Interp.Daemon.Wire;
using StreamJsonRpc;

namespace Interp.Daemon.Services;

/// <summary>The life of the connection: initialize, initialized, shutdown, exit.</summary>
internal sealed class LifeFeature(
    DaemonOptions options, Lifetime life, CurrentSettings settings, ClientWatch watch, AnalysisRunner runner, Lazy<IEnumerable<IFeature>> features, DaemonLog log) : IFeature
{
    /// <summary>Version of the protocol that this daemon speaks.</summary>
    public const int ProtocolVersion = 1;
    private const int InvalidRequest = -32600;
    private const int RequestFailed = -32803;

    /// <inheritdoc/>
    public void Register(MethodTable methods)
    {
        methods.Add(new MethodEntry("initialize", (json, _) => Task.FromResult<RawJson?>(Initialize(json)), true, true, CallPhase.Always));
        methods.Add(new MethodEntry("initialized", Initialized, false, true, CallPhase.Serving));
        methods.Add(new MethodEntry("shutdown", ShutDownAsync, true, true, CallPhase.Serving));
        methods.Add(new MethodEntry("exit", Exit, false, true, CallPhase.Always));
    }

    private RawJson Initialize(JsonElement json)
    {
        if (life.IsInitialized || life.IsEnding)
        {
            throw new LocalRpcException("The daemon is initialized already.") { ErrorCode = InvalidRequest };
        }

        if (json.TryGetProperty("initializationOptions", out var given) && given.ValueKind == JsonValueKind.Object)
        {
            var wanted = SettingsFeature.Read(given, log) ?? new DaemonSettings();
            if (wanted.ProtocolVersion is int version && version != ProtocolVersion)
            {
                throw WrongVersion(version);
            }

            settings.Apply(wanted);
        }
        else
        {
            settings.Apply(new DaemonSettings());
        }

        if (json.TryGetProperty("processId", out var process) && process.ValueKind == JsonValueKind.Number && process.TryGetInt32(out var id))
        {
            watch.Watch(id);
        }

        life.IsInitialized = true;
        return Answer(json);
    }

    private RawJson Answer(JsonElement initialize)
    {
        var capabilities = new JsonObject();
        foreach (var feature in features.Value)
        {
            feature.Greet(initialize);
            feature.AddCapabilities(capabilities);
        }

        var server = new InterpServer
        {
            ProtocolVersion = ProtocolVersion,
            Versions = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["interp"] = options.Version,
                [".net"] = Environment.Version.ToString(),
            },
            Analyses = [.. AnalysisRegistry.All.Select(analysis => new AnalysisInfo(analysis.Method, analysis.Summary))],
        };
        var answer = new JsonObject
        {
            ["capabilities"] = capabilities,
            ["serverInfo"] = new JsonObject { ["name"] = "interp", ["version"] = options.Version },
            ["interp"] = JsonSerializer.SerializeToNode(server, InterpJsonContext.Default.InterpServer),
        };
        return new RawJson(System.Text.Encoding.UTF8.GetBytes(answer.ToJsonString()));
    }

    private LocalRpcException WrongVersion(int version)
    {
        var hint = version > ProtocolVersion
            ? $"Install a newer interp: the client speaks version {version} of the protocol."
            : $"Install a newer client: interp {options.Version} speaks version {ProtocolVersion} of the protocol.";
        return new LocalRpcException($"The client speaks version {version} of the protocol, interp {options.Version} speaks {ProtocolVersion}.")
        {
            ErrorCode = RequestFailed,
            ErrorData = RawJson.Of(new JsonObject { ["retry"] = false, ["kind"] = "protocolVersion", ["hint"] = hint }, WireJsonContext.Default.JsonObject),
        };
    }

    /// <summary>Loads the default model in the background, so that the first hover need not wait for it.</summary>
    private Task<RawJson?> Initialized(JsonElement json, Call call)
    {
        _ = LoadAsync();
        return Task.FromResult<RawJson?>(null);
    }

    private async Task LoadAsync()
    {
        try
        {
            await runner.LoadAsync(null, null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is InterpException or OperationCanceledException)
        {
            log.Write($"the default model was not loaded: {failure.Message}");
        }
    }

    private async Task<RawJson?> ShutDownAsync(JsonElement json, Call call)
    {
        await life.DrainAsync("shutdown").ConfigureAwait(false);
        return null;
    }

    private Task<RawJson?> Exit(JsonElement json, Call call)
    {
        _ = life.EndAsync("exit", life.IsEnding ? 0 : 1);
        return Task.FromResult<RawJson?>(null);
    }
}
