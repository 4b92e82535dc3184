using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Interp.Contracts;

namespace Interp.Daemon.Tests.Contract;

/// <summary>The records that messages are made of as TypeScript interfaces, from the metadata that serialises them.</summary>
internal sealed class TypeScriptTypes
{
    private readonly SortedDictionary<string, string> written = new(StringComparer.Ordinal);
    private readonly XmlDocs docs = XmlDocs.Of(typeof(InterpException));
    private readonly JsonSerializerOptions options = InterpJsonContext.Default.Options;

    /// <summary>The declarations of all records named so far, by name.</summary>
    public IEnumerable<string> Declarations => written.Values;

    /// <summary>The name of a record in TypeScript; it and what it holds are declared.</summary>
    public string NameOf(JsonTypeInfo type) => NameOf(type.Type);

    private string NameOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) => "string",
            _ when type == typeof(bool) => "boolean",
            _ when type == typeof(int) || type == typeof(long) || type == typeof(float) || type == typeof(double) => "number",
            _ when type == typeof(JsonElement) => "unknown",
            _ when type == typeof(JsonObject) => "Readonly<Record<string, unknown>>",
            _ when type == typeof(NoParams) => "Readonly<Record<string, never>>",
            _ when type == typeof(TensorData) => "TensorData",
            _ when type == typeof(TokenChoice) => "TokenChoice",
            _ when type == typeof(QueriesOf) => "QueriesOf",
            _ when type.IsArray && type.GetElementType() is { } element => ListOf(element),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => ListOf(type.GetGenericArguments()[0]),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) => $"Readonly<Record<string, {NameOf(type.GetGenericArguments()[1])}>>",
            _ => Declare(type),
        };
    }

    private string ListOf(Type element)
    {
        var name = NameOf(element);
        return name.Contains(' ', StringComparison.Ordinal) ? $"readonly ({name})[]" : $"readonly {name}[]";
    }

    private string Declare(Type type)
    {
        if (written.ContainsKey(type.Name))
        {
            return type.Name;
        }

        var info = options.GetTypeInfo(type);
        if (info.Kind != JsonTypeInfoKind.Object)
        {
            throw new InvalidOperationException($"{type} has no form in TypeScript: tell {nameof(TypeScriptTypes)} what it is on the wire.");
        }

        Declare(type, [.. info.Properties]);
        return type.Name;
    }

    /// <summary>Declares a record and those it builds on, each with its own members.</summary>
    private void Declare(Type type, JsonPropertyInfo[] properties)
    {
        if (written.ContainsKey(type.Name))
        {
            return;
        }

        written[type.Name] = "";
        JsonPropertyInfo[] inherited = [.. properties.Where(property => type.GetProperty(Pascal(property.Name))?.DeclaringType != type)];
        var parent = inherited.Length > 0 ? type.BaseType : null;
        if (parent is not null)
        {
            Declare(parent, inherited);
        }

        var own = properties.Except(inherited).ToArray();
        var text = new StringBuilder();
        Comment(text, docs.Summary(type), "");
        if (own.Length == 0)
        {
            written[type.Name] = text.Append(CultureInfo.InvariantCulture, $"export interface {type.Name} extends {parent?.Name} {{}}\n").ToString();
            return;
        }

        text.Append("export interface ").Append(type.Name).Append(parent is null ? "" : $" extends {parent.Name}").Append(" {\n");
        foreach (var property in own)
        {
            Comment(text, docs.Summary(type, Pascal(property.Name)), "  ");
            text.Append("  readonly ").Append(property.Name).Append(IsOptional(property) ? "?: " : ": ").Append(Member(type, property)).Append(";\n");
        }

        written[type.Name] = text.Append("}\n").ToString();
    }

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private string Member(Type type, JsonPropertyInfo property) => type == typeof(ErrorBody) && property.Name == "kind" ? "ErrorKind" : NameOf(property.PropertyType);

    private static bool IsOptional(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is not null : property.IsGetNullable;

    private static void Comment(StringBuilder text, string? comment, string indent)
    {
        if (comment is not null)
        {
            text.Append(indent).Append("/** ").Append(comment.Replace("*/", "* /", StringComparison.Ordinal)).Append(" */\n");
        }
    }
}
