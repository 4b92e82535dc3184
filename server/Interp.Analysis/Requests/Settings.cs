using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Numerics;

namespace Interp.Analysis;

/// <summary>Checks of setting values that all analyses share.</summary>
public static class Settings
{
    /// <summary><paramref name="value"/>, or <paramref name="otherwise"/> when absent, if it is one of <paramref name="allowed"/>.</summary>
    /// <exception cref="InterpException">SettingUnknown with the nearest allowed value.</exception>
    public static string OneOf(string member, string? value, string otherwise, params ReadOnlySpan<string> allowed)
    {
        if (value is null)
        {
            return otherwise;
        }

        if (allowed.Contains(value))
        {
            return value;
        }

        throw UnknownValue(member, value, allowed);
    }

    /// <summary>The refusal of a value that is none of <paramref name="allowed"/>.</summary>
    public static InterpException UnknownValue(string member, string value, params ReadOnlySpan<string> allowed)
    {
        var names = allowed.ToArray();
        var facts = new JsonObject { ["member"] = member, ["value"] = value, ["allowed"] = ListOf(names) };
        var nearest = NearestName.Of(value, names);
        if (nearest is not null)
        {
            facts["nearest"] = nearest;
        }

        var hint = nearest is null ? $"Use one of {string.Join(", ", names)}." : $"Did you mean \"{nearest}\"? Allowed are {string.Join(", ", names)}.";
        return new InterpException(ErrorKind.SettingUnknown, $"`{member}` cannot be \"{value}\".", hint, facts);
    }

    /// <summary>The refusal of a setting that cannot be served as given.</summary>
    public static InterpException Unknown(string member, string message, string hint) =>
        new(ErrorKind.SettingUnknown, message, hint, new JsonObject { ["member"] = member });

    /// <summary><paramref name="value"/>, or <paramref name="otherwise"/> when absent, if it is not negative.</summary>
    /// <exception cref="InterpException">OutOfRange.</exception>
    public static int Count(string member, int? value, int otherwise)
    {
        if (value is < 0)
        {
            throw new InterpException(
                ErrorKind.OutOfRange,
                $"`{member}` is {value}: a count cannot be negative.",
                "Give 0 or more.",
                new JsonObject { ["member"] = member, ["value"] = value, ["first"] = 0 });
        }

        return value ?? otherwise;
    }

    /// <summary><paramref name="value"/> if it lies in 0 .. <paramref name="count"/> - 1.</summary>
    /// <exception cref="InterpException">OutOfRange with the valid range.</exception>
    public static int Index(string member, int value, int count)
    {
        if ((uint)value >= (uint)count)
        {
            throw OutOfRange(member, value, 0, count - 1);
        }

        return value;
    }

    /// <summary>The refusal of a number outside <paramref name="first"/> .. <paramref name="last"/>.</summary>
    public static InterpException OutOfRange(string member, int value, int first, int last) => new(
        ErrorKind.OutOfRange,
        $"`{member}` is {value}, outside {first} to {last}.",
        $"Give a number from {first} to {last}.",
        new JsonObject { ["member"] = member, ["value"] = value, ["first"] = first, ["last"] = last });

    private static JsonArray ListOf(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode)JsonValue.Create(name))]);
}
