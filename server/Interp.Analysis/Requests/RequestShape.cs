using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Interp.Contracts;
using Interp.Numerics;

namespace Interp.Analysis;

/// <summary>Compares a JSON value with the members and types of a record, before it is read, so that refusals can name path and nearest member.</summary>
internal static class RequestShape
{
    /// <summary>Checks <paramref name="json"/> against <paramref name="type"/>; <c>null</c> members count as absent.</summary>
    /// <exception cref="InterpException">SettingUnknown naming the path.</exception>
    public static void Check(JsonElement json, JsonTypeInfo type, string path)
    {
        if (Nullable.GetUnderlyingType(type.Type) is { IsPrimitive: false } inner)
        {
            Check(json, type.Options.GetTypeInfo(inner), path);
        }
        else if (type.Type == typeof(QueriesOf) && json.ValueKind == JsonValueKind.Array)
        {
            CheckList(json, type.Options.GetTypeInfo(typeof(PartChoice)), path);
        }
        else if (type.Kind == JsonTypeInfoKind.Object)
        {
            CheckObject(json, type, path);
        }
        else if (type.Type.GetElementType() is { } element)
        {
            CheckList(json, type.Options.GetTypeInfo(element), path);
        }
        else if (Expected(json, Nullable.GetUnderlyingType(type.Type) ?? type.Type) is { } expected)
        {
            throw WrongType(path, expected, json);
        }
        else if (json.ValueKind == JsonValueKind.String)
        {
            TextOf(path, json);
        }
    }

    /// <summary>The text of a JSON string.</summary>
    /// <exception cref="InterpException">SettingUnknown when it is no valid Unicode.</exception>
    public static string TextOf(string path, JsonElement json)
    {
        try
        {
            return json.GetString() ?? "";
        }
        catch (InvalidOperationException failure)
        {
            throw new InterpException(
                ErrorKind.SettingUnknown,
                $"`{path}` is no valid Unicode text.",
                "Write the file as UTF-8, and escapes of surrogates in pairs.",
                new JsonObject { ["member"] = path },
                failure);
        }
    }

    /// <summary>The refusal of a value of the wrong JSON type.</summary>
    public static InterpException WrongType(string path, string expected, JsonElement json) => new(
        ErrorKind.SettingUnknown,
        path.Length == 0 ? $"The request is {Name(json)} where {expected} is due." : $"`{path}` is {Name(json)} where {expected} is due.",
        $"Give {expected}.",
        new JsonObject { ["member"] = path, ["expected"] = expected });

    /// <summary>A JSON value in words.</summary>
    public static string Name(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => $"the number {json.GetRawText()}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    private static void CheckObject(JsonElement json, JsonTypeInfo type, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw WrongType(path, "an object", json);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            var name = NameOf(member, path);
            var property = type.Properties.FirstOrDefault(candidate => candidate.Name == name) ?? throw UnknownMember(name, json, type, path);
            if (!seen.Add(name))
            {
                throw Settings.Unknown(Join(path, name), $"`{Join(path, name)}` is given twice.", "Give it once.");
            }

            if (member.Value.ValueKind != JsonValueKind.Null || property.IsRequired)
            {
                Check(member.Value, type.Options.GetTypeInfo(property.PropertyType), Join(path, name));
            }
        }

        if (type.Properties.FirstOrDefault(property => property.IsRequired && !seen.Contains(property.Name)) is { } missing)
        {
            throw Settings.Unknown(Join(path, missing.Name), $"`{Join(path, missing.Name)}` is missing.", $"Give `{missing.Name}`.");
        }
    }

    private static void CheckList(JsonElement json, JsonTypeInfo element, string path)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            throw WrongType(path, "a list", json);
        }

        var index = 0;
        foreach (var item in json.EnumerateArray())
        {
            Check(item, element, $"{path}[{index++}]");
        }
    }

    /// <summary>What is due instead of <paramref name="json"/>, or null when it fits.</summary>
    private static string? Expected(JsonElement json, Type type)
    {
        var kind = json.ValueKind;
        if (type == typeof(string))
        {
            return kind == JsonValueKind.String ? null : "a string";
        }

        if (type == typeof(bool))
        {
            return kind is JsonValueKind.True or JsonValueKind.False ? null : "true or false";
        }

        if (type == typeof(int))
        {
            return kind == JsonValueKind.Number && json.TryGetInt32(out _) ? null : "an integer";
        }

        if (type == typeof(float) || type == typeof(double))
        {
            return kind == JsonValueKind.Number ? null : "a number";
        }

        if (type == typeof(TokenChoice))
        {
            return kind == JsonValueKind.String || (kind == JsonValueKind.Number && json.TryGetInt32(out _)) ? null : "a token's id or text";
        }

        return type == typeof(QueriesOf) && kind != JsonValueKind.String ? "a level's name or a list of parts" : null;
    }

    private static string NameOf(JsonProperty member, string path)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException failure)
        {
            throw new InterpException(
                ErrorKind.SettingUnknown,
                path.Length == 0 ? "The name of a member is no valid Unicode." : $"The name of a member of `{path}` is no valid Unicode.",
                "Write the file as UTF-8.",
                inner: failure);
        }
    }

    private static InterpException UnknownMember(string name, JsonElement json, JsonTypeInfo type, string path)
    {
        if (KindOf(json, type) is { } kind && VectorMembers.Of(kind) is { } taken)
        {
            return new InterpException(
                ErrorKind.SettingUnknown,
                $"There is no member `{Join(path, name)}`.",
                $"A vector of kind {kind} takes {string.Join(", ", taken)}.",
                new JsonObject { ["member"] = Join(path, name), ["members"] = new JsonArray([.. taken.Select(member => (JsonNode)JsonValue.Create(member))]) });
        }

        var members = type.Properties.Select(property => property.Name).ToArray();
        var nearest = NearestName.Of(name, members);
        var facts = new JsonObject { ["member"] = Join(path, name) };
        if (nearest is not null)
        {
            facts["nearest"] = nearest;
        }

        var hint = nearest is null ? $"Members are {string.Join(", ", members)}." : $"Did you mean `{nearest}`?";
        return new InterpException(ErrorKind.SettingUnknown, $"There is no member `{Join(path, name)}`.", hint, facts);
    }

    /// <summary>The kind that a vector names, or null.</summary>
    private static string? KindOf(JsonElement json, JsonTypeInfo type) =>
        type.Type == typeof(VectorChoice) && json.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String ? TextOf("kind", kind) : null;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
