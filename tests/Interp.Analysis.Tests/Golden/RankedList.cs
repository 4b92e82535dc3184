using System.Text.Json;

namespace Interp.Analysis.Tests.Golden;

/// <summary>A list whose entries are found by key and sorted by a value.</summary>
internal sealed class RankedList(JsonElement specification)
{
    private readonly string[] keys = specification.GetProperty("key") is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Select(key => key.GetString() ?? "")]
        : [specification.GetProperty("key").GetString() ?? ""];

    public PathGlob Path { get; } = new(specification.GetProperty("path").GetString() ?? "");

    /// <summary>The member that the list is sorted by.</summary>
    public string By { get; } = specification.TryGetProperty("by", out var by) ? by.GetString() ?? "value" : "value";

    public string KeyOf(JsonElement entry) =>
        string.Join(",", keys.Select(key => entry.TryGetProperty(key, out var value) ? $"{key} {value.GetRawText()}" : $"{key} null"));
}
