using System.Security;
using System.Text.Json;
using System.Text.Unicode;

namespace Interp.Models.Formats.Safetensors;

/// <summary>Reads the JSON files of a model folder: byte order marks and trailing commas are tolerated, members that are there twice are not.</summary>
internal static class JsonFile
{
    /// <summary>Largest JSON file that is read whole.</summary>
    private const long Largest = 64 << 20;

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        CommentHandling = JsonCommentHandling.Disallow,
    };

    /// <summary>The document in the file at <paramref name="path"/>.</summary>
    /// <exception cref="Interp.Contracts.InterpException">FileProblem, ModelDamaged.</exception>
    public static JsonDocument Read(string path)
    {
        byte[] bytes;
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > Largest)
            {
                throw ModelProblems.Damaged(path, $"it has {file.Length} bytes, more than any such file needs");
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException or SecurityException)
        {
            throw ModelProblems.Unreadable(path, reason);
        }

        var text = bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        return Parse(path, text, "it is no JSON");
    }

    /// <summary>Parses <paramref name="text"/>; what is wrong is reported for <paramref name="path"/> behind <paramref name="complaint"/>.</summary>
    public static JsonDocument Parse(string path, ReadOnlyMemory<byte> text, string complaint)
    {
        if (!Utf8.IsValid(text.Span))
        {
            throw ModelProblems.Damaged(path, $"{complaint} (it is no UTF-8)");
        }

        try
        {
            RefuseHalfCharacters(text.Span);
            return JsonDocument.Parse(text, Options);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw ModelProblems.Damaged(path, $"{complaint} ({wrong.Message.TrimEnd('.').ReplaceLineEndings(" ")})");
        }
    }

    /// <summary>An escaped half of a surrogate pair is sound JSON, but no text: it would fail wherever it is first looked at.</summary>
    private static void RefuseHalfCharacters(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowTrailingCommas = true });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        }
    }
}
