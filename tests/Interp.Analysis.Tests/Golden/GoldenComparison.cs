using System.Globalization;
using System.Text.Json;

namespace Interp.Analysis.Tests.Golden;

/// <summary>Compares an answer with the expected one as the golden cases define it: every expected member must be there, numbers agree within a tolerance by path.</summary>
internal sealed class GoldenComparison(JsonElement specification)
{
    private readonly List<string> differences = [];
    private readonly (PathGlob Glob, double? Abs, double? Rel)[] overrides = [.. Members(specification, "overrides")
        .Select(member => (new PathGlob(member.Name), Number(member.Value, "abs"), Number(member.Value, "rel")))];

    private readonly PathGlob[] ignored = [.. Items(specification, "ignore").Select(item => new PathGlob(item.GetString() ?? ""))];
    private readonly RankedList[] ranked = [.. Items(specification, "ranked").Select(item => new RankedList(item))];
    private readonly double absolute = Number(specification, "abs") ?? 1e-4;
    private readonly double relative = Number(specification, "rel") ?? 1e-4;

    /// <summary>What was found to differ, one line each.</summary>
    public IReadOnlyList<string> Differences => differences;

    /// <summary>Compares <paramref name="got"/> with <paramref name="want"/> at <paramref name="path"/>.</summary>
    public void Compare(JsonElement got, JsonElement want, string path = "")
    {
        if (path.Length > 0 && Ignores(path))
        {
            return;
        }

        switch (want.ValueKind)
        {
            case JsonValueKind.Number when got.ValueKind == JsonValueKind.Number:
                CompareNumbers(got.GetDouble(), want.GetDouble(), path);
                break;
            case JsonValueKind.Object when got.ValueKind == JsonValueKind.Object:
                CompareObjects(got, want, path);
                break;
            case JsonValueKind.Array when got.ValueKind == JsonValueKind.Array:
                CompareLists([.. got.EnumerateArray()], [.. want.EnumerateArray()], path);
                break;
            case JsonValueKind.String when got.ValueKind == JsonValueKind.String && got.GetString() == want.GetString():
            case JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null when got.ValueKind == want.ValueKind:
                break;
            default:
                Say(path, $"got {Short(got)}, expected {Short(want)}");
                break;
        }
    }

    private void CompareObjects(JsonElement got, JsonElement want, string path)
    {
        foreach (var member in want.EnumerateObject())
        {
            var inner = Join(path, member.Name);
            if (got.TryGetProperty(member.Name, out var value))
            {
                Compare(value, member.Value, inner);
            }
            else if (member.Value.ValueKind != JsonValueKind.Null && !Ignores(inner))
            {
                Say(inner, "missing");
            }
        }
    }

    private void CompareLists(JsonElement[] got, JsonElement[] want, string path)
    {
        if (got.Length != want.Length)
        {
            Say(path, $"{got.Length} entries, expected {want.Length}");
        }
        else if (want.Length > 0 && want[0].ValueKind == JsonValueKind.Object && ranked.FirstOrDefault(list => list.Path.Matches(path)) is { } list)
        {
            CompareRanked(got, want, path, list);
        }
        else
        {
            for (var index = 0; index < want.Length; index++)
            {
                Compare(got[index], want[index], Join(path, index));
            }
        }
    }

    /// <summary>Neighbours may swap, and the last entries may be others, as long as their values are that close.</summary>
    private void CompareRanked(JsonElement[] got, JsonElement[] want, string path, RankedList list)
    {
        var have = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var entry in got)
        {
            if (!have.TryAdd(list.KeyOf(entry), entry))
            {
                Say(path, $"{list.KeyOf(entry)} twice");
            }
        }

        var tolerance = Tolerance(Join(Join(path, 0), list.By));
        var last = Number(want[^1], list.By);
        for (var index = 0; index < want.Length; index++)
        {
            var value = Number(want[index], list.By);
            if (Number(got[index], list.By) is double found && value is double expected)
            {
                CompareNumbers(found, expected, Join(Join(path, index), list.By));
            }

            if (have.TryGetValue(list.KeyOf(want[index]), out var entry))
            {
                Compare(entry, want[index], Join(path, index));
            }
            else if (!(Math.Abs((value - last) ?? double.NaN) <= 2 * (tolerance.Abs + (tolerance.Rel * Math.Abs(last ?? 0)))))
            {
                Say(Join(path, index), $"{list.KeyOf(want[index])} is not in the list");
            }
        }
    }

    private void CompareNumbers(double got, double want, string path)
    {
        var (abs, rel) = Tolerance(path);
        var allowed = abs + (rel * Math.Abs(want));
        if (!(Math.Abs(got - want) <= allowed))
        {
            Say(path, string.Create(CultureInfo.InvariantCulture, $"got {got:R}, expected {want:R} (difference {Math.Abs(got - want):G3}, allowed {allowed:G3})"));
        }
    }

    private (double Abs, double Rel) Tolerance(string path)
    {
        var (abs, rel) = (absolute, relative);
        foreach (var (glob, otherAbs, otherRel) in overrides)
        {
            if (glob.Matches(path))
            {
                (abs, rel) = (otherAbs ?? abs, otherRel ?? rel);
            }
        }

        return (abs, rel);
    }

    private bool Ignores(string path) => ignored.Any(glob => glob.Matches(path));

    private void Say(string path, string what) => differences.Add($"{(path.Length == 0 ? "(result)" : path)}: {what}");

    private static string Join(string path, object part) => path.Length == 0 ? $"{part}" : string.Create(CultureInfo.InvariantCulture, $"{path}.{part}");

    private static string Short(JsonElement value) => value.GetRawText() is { Length: > 80 } text ? text[..80] : value.GetRawText();

    private static double? Number(JsonElement value, string member) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(member, out var number) && number.ValueKind == JsonValueKind.Number ? number.GetDouble() : null;

    private static JsonProperty[] Members(JsonElement value, string member) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(member, out var inner) ? [.. inner.EnumerateObject()] : [];

    private static JsonElement[] Items(JsonElement value, string member) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(member, out var inner) ? [.. inner.EnumerateArray()] : [];
}
