using System.Text.Json.Serialization.Metadata;
using Interp.Contracts;

namespace Interp.Cli.Commands;

/// <summary>How a request member is written on the command line.</summary>
internal enum MemberKind
{
    /// <summary>As it is.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary><c>--x</c> or <c>--no-x</c>.</summary>
    Flag,

    /// <summary>Whole numbers by comma or repeated.</summary>
    Wholes,

    /// <summary>Texts by comma or repeated.</summary>
    Texts,

    /// <summary>A token: digits are an id, a JSON string is its text, anything else is the text as it is.</summary>
    Token,

    /// <summary>JSON, or <c>--x-file FILE</c>.</summary>
    Json,
}

/// <summary>Kinds by type.</summary>
internal static class MemberKinds
{
    /// <summary>How a member of this type is written.</summary>
    public static MemberKind Of(JsonPropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type switch
        {
            _ when type == typeof(string) => MemberKind.Text,
            _ when type == typeof(int) => MemberKind.Whole,
            _ when type == typeof(bool) => MemberKind.Flag,
            _ when type == typeof(int[]) => MemberKind.Wholes,
            _ when type == typeof(string[]) => MemberKind.Texts,
            _ when type == typeof(TokenChoice) => MemberKind.Token,
            _ => MemberKind.Json,
        };
    }
}
