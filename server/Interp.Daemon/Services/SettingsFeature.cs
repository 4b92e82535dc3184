using System.Text.Json;
using Interp.Contracts;
using Interp.Daemon.Life;
using Interp.Daemon.Methods;
using Interp.Daemon.Wire;

namespace Interp.Daemon.Services;

/// <summary>Settings that change while the daemon serves.</summary>
internal sealed class SettingsFeature(CurrentSettings settings, DaemonLog log) : IFeature
{
    /// <inheritdoc/>
    public void Register(MethodTable methods) =>
        methods.Notification("workspace/didChangeConfiguration", () => WireJsonContext.Default.JsonElement, Change);

    /// <summary>Settings from JSON: the members themselves or a member <c>interp</c> that has them; null where they cannot be read.</summary>
    public static DaemonSettings? Read(JsonElement json, DaemonLog log)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("interp", out var section))
        {
            json = section;
        }

        try
        {
            return json.ValueKind == JsonValueKind.Object ? json.Deserialize(InterpJsonContext.Default.DaemonSettings) : null;
        }
        catch (JsonException failure)
        {
            log.Write($"settings that cannot be read were passed over: {failure.Message}");
            return null;
        }
    }

    private void Change(JsonElement json)
    {
        if (json.TryGetProperty("settings", out var given) && Read(given, log) is { } changed)
        {
            settings.Apply(changed);
        }
    }
}
