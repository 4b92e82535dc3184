using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Contracts;

namespace Interp.Analysis;

/// <summary>Checks the members that say how a request is run: provider, device, precision, edits.</summary>
public static class RunSettings
{
    /// <summary>Refuses what cannot be run, before a model is opened.</summary>
    /// <exception cref="InterpException">SettingUnknown, ProviderUnavailable, NotAvailable (edits).</exception>
    public static void Check(AnalysisRequest request)
    {
        var provider = Settings.OneOf("provider", request.Provider, "auto", "auto", "cpu", "directml", "webgpu");
        if (provider is not ("auto" or "cpu"))
        {
            throw Unavailable("provider", provider, $"The provider `{provider}` cannot be used here.", "Leave `provider` out or set it to \"cpu\".");
        }

        var precision = Settings.OneOf("precision", request.Precision, "f32", "f32", "f16", "q8", "auto");
        if (precision is not ("f32" or "auto"))
        {
            throw Unavailable("precision", precision, $"The precision `{precision}` cannot be used with provider `cpu`.", "Leave `precision` out or set it to \"f32\".");
        }

        if (request.Device is { } device)
        {
            throw Unavailable("device", device, $"There is no adapter \"{device}\": provider `cpu` has none to choose from.", "Leave `device` out.");
        }

        if (request.Edits is { } edits && !IsEmpty(edits))
        {
            throw new InterpException(
                ErrorKind.NotAvailable, "This version runs no edits.", "Leave `edits` out.", new JsonObject { ["member"] = "edits" });
        }
    }

    private static bool IsEmpty(JsonElement edits) =>
        edits.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined || (edits.ValueKind == JsonValueKind.Array && edits.GetArrayLength() == 0);

    private static InterpException Unavailable(string member, string value, string message, string hint) => new(
        ErrorKind.ProviderUnavailable, message, hint, new JsonObject { ["member"] = member, ["value"] = value, ["reason"] = message });
}
