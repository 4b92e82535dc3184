using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Runtime.Providers;

namespace Interp.Analysis;

/// <summary>Checks the members that say how a request is run: provider, device, precision, edits.</summary>
public static class RunSettings
{
    /// <summary>Refuses what cannot be run, before a model is opened.</summary>
    /// <exception cref="InterpException">SettingUnknown, ProviderUnavailable, OutOfRange (device), NotAvailable (edits).</exception>
    public static void Check(AnalysisRequest request)
    {
        ProviderCatalog.Resolve(request.Provider, request.Device, request.Precision);
        if (request.Edits is { } edits && !IsEmpty(edits))
        {
            throw new InterpException(
                ErrorKind.NotAvailable, "This version runs no edits.", "Leave `edits` out.", new JsonObject { ["member"] = "edits" });
        }
    }

    private static bool IsEmpty(JsonElement edits) =>
        edits.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined || (edits.ValueKind == JsonValueKind.Array && edits.GetArrayLength() == 0);
}
