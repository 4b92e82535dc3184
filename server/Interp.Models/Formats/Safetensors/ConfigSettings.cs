using System.Text.Json;

namespace Interp.Models.Formats.Safetensors;

/// <summary>Members of config.json, or of an object inside it. <c>null</c> means the same as absent but where <c>OrNone</c> is said.</summary>
internal sealed class ConfigSettings : SettingsReader
{
    private readonly Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
    private readonly HashSet<string> nulls = new(StringComparer.Ordinal);
    private readonly string prefix;

    private ConfigSettings(string path, JsonElement element, string prefix)
        : base(path)
    {
        this.prefix = prefix;
        foreach (var member in element.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null)
            {
                nulls.Add(member.Name);
            }
            else
            {
                members[member.Name] = member.Value;
            }
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Names => members.Keys;

    /// <summary>Reads config.json at <paramref name="path"/>.</summary>
    /// <exception cref="Interp.Contracts.InterpException">FileProblem, ModelDamaged.</exception>
    public static ConfigSettings Open(string path)
    {
        using var document = JsonFile.Read(path);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? new ConfigSettings(path, document.RootElement.Clone(), string.Empty)
            : throw ModelProblems.Damaged(path, "it is no JSON object");
    }

    /// <inheritdoc/>
    public override string FullName(string name) => prefix + name;

    /// <inheritdoc/>
    public override bool Has(string name) => members.ContainsKey(name);

    /// <inheritdoc/>
    public override object? Value(string name) => members.TryGetValue(name, out var element) ? Value(element) : null;

    /// <summary>An object inside, or null.</summary>
    public ConfigSettings? Inner(string name)
    {
        MarkRead(name);
        if (!members.TryGetValue(name, out var element))
        {
            return null;
        }

        return element.ValueKind == JsonValueKind.Object
            ? new ConfigSettings(Path, element, FullName(name) + ".")
            : throw Bad(name, $"a JSON {element.ValueKind} where an object belongs");
    }

    /// <summary>A whole number above 0; null where the file says null, <paramref name="absent"/> where it says nothing.</summary>
    public int? SizeOrNone(string name, int? absent) => nulls.Contains(name) ? null : OptionalSize(name) ?? absent;

    /// <summary>A number above 0; null where the file says null, <paramref name="absent"/> where it says nothing.</summary>
    public double? PositiveOrNone(string name, double? absent) => nulls.Contains(name) ? null : OptionalPositive(name) ?? absent;

    /// <summary>A list of texts, or null.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        MarkRead(name);
        if (!members.TryGetValue(name, out var element))
        {
            return null;
        }

        return element.ValueKind == JsonValueKind.Array && element.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. element.EnumerateArray().Select(item => item.GetString() ?? string.Empty)]
            : throw Bad(name, "no list of texts");
    }

    /// <summary>A list of [texts, times], written out up to one more than <paramref name="most"/> texts; null where absent.</summary>
    public IReadOnlyList<string>? RepeatedTexts(string name, int most)
    {
        MarkRead(name);
        if (!members.TryGetValue(name, out var element))
        {
            return null;
        }

        var all = new List<string>();
        foreach (var run in element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().ToArray() : throw Bad(name, "no list"))
        {
            if (run.ValueKind != JsonValueKind.Array || run.GetArrayLength() != 2 || run[0].ValueKind != JsonValueKind.Array
                || run[0].EnumerateArray().Any(text => text.ValueKind != JsonValueKind.String)
                || run[1].ValueKind != JsonValueKind.Number || !run[1].TryGetInt32(out var times))
            {
                throw Bad(name, "no list of [texts, times]");
            }

            string[] texts = [.. run[0].EnumerateArray().Select(text => text.GetString() ?? string.Empty)];
            for (; times > 0 && texts.Length > 0 && all.Count <= most; times--)
            {
                all.AddRange(texts);
            }
        }

        return all;
    }

    /// <summary>A list of whole numbers, or null.</summary>
    public IReadOnlyList<int>? Integers(string name)
    {
        MarkRead(name);
        if (!members.TryGetValue(name, out var element))
        {
            return null;
        }

        return element.ValueKind == JsonValueKind.Array && element.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out _))
            ? [.. element.EnumerateArray().Select(item => item.GetInt32())]
            : throw Bad(name, "no list of whole numbers");
    }

    /// <summary>A list of numbers, or null.</summary>
    public IReadOnlyList<double>? Numbers(string name)
    {
        MarkRead(name);
        if (!members.TryGetValue(name, out var element))
        {
            return null;
        }

        return element.ValueKind == JsonValueKind.Array && element.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number)
            ? [.. element.EnumerateArray().Select(item => item.GetDouble())]
            : throw Bad(name, "no list of numbers");
    }

    /// <inheritdoc/>
    protected override long? RawInteger(string name) => !members.TryGetValue(name, out var element) ? null
        : element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var value) ? value
        : throw Bad(name, $"{Shown(element)}, no whole number");

    /// <inheritdoc/>
    protected override double? RawNumber(string name) => !members.TryGetValue(name, out var element) ? null
        : element.ValueKind == JsonValueKind.Number ? element.GetDouble()
        : throw Bad(name, $"{Shown(element)}, no number");

    /// <inheritdoc/>
    protected override bool? RawFlag(string name) => !members.TryGetValue(name, out var element) ? null
        : element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean()
        : throw Bad(name, $"{Shown(element)}, neither true nor false");

    /// <inheritdoc/>
    protected override string? RawText(string name) => !members.TryGetValue(name, out var element) ? null
        : element.ValueKind == JsonValueKind.String ? element.GetString()
        : throw Bad(name, $"{Shown(element)}, no text");

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Array when element.GetArrayLength() == 0 => null,
        JsonValueKind.Array when element.EnumerateArray().All(entry => JsonElement.DeepEquals(entry, element[0])) => Value(element[0]),
        JsonValueKind.Object when !element.EnumerateObject().Any() => null,
        _ => Shown(element),
    };

    private static string Shown(JsonElement element)
    {
        const int longest = 40;
        var raw = element.GetRawText();
        return raw.Length <= longest ? raw : raw[..longest] + "...";
    }
}
