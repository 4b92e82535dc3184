using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Interp.Contracts;

namespace Interp.Analysis;

/// <summary>A request with the analysis that serves it.</summary>
public sealed record ReadRequest(IAnalysis Analysis, AnalysisRequest Request);

/// <summary>Turns JSON into a typed request; what it does not understand is refused by its path.</summary>
public static class RequestReader
{
    /// <summary>Reads one request given as UTF-8.</summary>
    /// <exception cref="InterpException">SettingUnknown: no JSON, no object, an unknown method or member, a value of the wrong type.</exception>
    public static ReadRequest Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (JsonException failure)
        {
            throw NotJson(failure);
        }
    }

    /// <summary>Reads one request given as a JSON value; its <c>method</c> says which.</summary>
    /// <exception cref="InterpException">SettingUnknown: no object, an unknown method or member, a value of the wrong type.</exception>
    public static ReadRequest Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new InterpException(ErrorKind.SettingUnknown, $"A request is a JSON object, not {RequestShape.Name(json)}.", "Write { \"method\": \"lens\", \"text\": \"...\" }.");
        }

        var analysis = AnalysisRegistry.Find(MethodOf(json));
        return new ReadRequest(analysis, Read(analysis, json));
    }

    /// <summary>Reads a request of a known analysis (its <c>method</c> member may be absent).</summary>
    /// <exception cref="InterpException">SettingUnknown: no object, an unknown member, a value of the wrong type, another method.</exception>
    public static AnalysisRequest Read(IAnalysis analysis, JsonElement json)
    {
        json = LoneSurrogates.Replaced(json);
        RequestShape.Check(json, analysis.RequestType, "");
        AnalysisRequest? request;
        try
        {
            request = (AnalysisRequest?)json.Deserialize(analysis.RequestType);
        }
        catch (JsonException failure)
        {
            throw WrongValue(failure.Path?.TrimStart('$', '.') ?? "", failure);
        }

        if (request is null || (request.Method is { } method && method != analysis.Method))
        {
            throw Settings.Unknown("method", $"This is no request for `{analysis.Method}`.", $"Leave `method` out or set it to \"{analysis.Method}\".");
        }

        return request with { Method = analysis.Method };
    }

    /// <summary>Reads any record of the contract as strictly as a request.</summary>
    /// <exception cref="InterpException">SettingUnknown: no object, an unknown or missing member, a value of the wrong type.</exception>
    public static T Record<T>(JsonElement json, JsonTypeInfo<T> type)
    {
        RequestShape.Check(json, type, "");
        try
        {
            return json.Deserialize(type) ?? throw WrongValue("", new JsonException("null"));
        }
        catch (JsonException failure)
        {
            throw WrongValue(failure.Path?.TrimStart('$', '.') ?? "", failure);
        }
    }

    private static string MethodOf(JsonElement json)
    {
        if (!json.TryGetProperty("method", out var method) || method.ValueKind == JsonValueKind.Null)
        {
            throw new InterpException(
                ErrorKind.SettingUnknown,
                "The request has no `method`.",
                $"Set it to one of {string.Join(", ", AnalysisRegistry.Methods)}.",
                new JsonObject { ["member"] = "method" });
        }

        if (method.ValueKind != JsonValueKind.String)
        {
            throw RequestShape.WrongType("method", "a string", method);
        }

        return RequestShape.TextOf("method", method);
    }

    private static InterpException NotJson(JsonException failure) => new(
        ErrorKind.SettingUnknown,
        $"The request is no valid JSON (line {(failure.LineNumber ?? 0) + 1}, byte {(failure.BytePositionInLine ?? 0) + 1}).",
        "Mend the JSON there: a quote, comma or bracket may be missing.",
        new JsonObject { ["line"] = (failure.LineNumber ?? 0) + 1, ["byte"] = (failure.BytePositionInLine ?? 0) + 1 },
        failure);

    private static InterpException WrongValue(string path, JsonException failure) => new(
        ErrorKind.SettingUnknown,
        path.Length == 0 ? "The request has a value of the wrong type or lacks one." : $"`{path}` has a value of the wrong type.",
        "See the method's help for what each member takes.",
        new JsonObject { ["member"] = path },
        failure);
}
