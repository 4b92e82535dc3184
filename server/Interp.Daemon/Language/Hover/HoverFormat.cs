using System.Text.Json;

namespace Interp.Daemon.Language;

/// <summary>What an editor can show in a hover.</summary>
internal enum HoverFormat
{
    /// <summary>Markdown with HTML tables, as VS Code shows it.</summary>
    Html,

    /// <summary>Markdown without HTML.</summary>
    Markdown,

    /// <summary>Plain text.</summary>
    Plain,
}

/// <summary>Reads what an editor says of itself.</summary>
internal static class HoverFormats
{
    /// <summary>The best format that the client's capabilities allow; those that say nothing of it get HTML.</summary>
    public static HoverFormat Of(JsonElement capabilities)
    {
        if (At(capabilities, "textDocument", "hover", "contentFormat") is { ValueKind: JsonValueKind.Array } kinds
            && kinds.EnumerateArray().All(kind => kind.ValueKind != JsonValueKind.String || kind.GetString() != "markdown"))
        {
            return HoverFormat.Plain;
        }

        if (At(capabilities, "general", "markdown") is not { ValueKind: JsonValueKind.Object } markdown)
        {
            return HoverFormat.Html;
        }

        return At(markdown, "allowedTags") is { ValueKind: JsonValueKind.Array } tags && tags.EnumerateArray().Any(tag => tag.ValueKind == JsonValueKind.String && tag.GetString() == "table")
            ? HoverFormat.Html
            : HoverFormat.Markdown;
    }

    private static JsonElement? At(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
            {
                return null;
            }
        }

        return json;
    }
}
