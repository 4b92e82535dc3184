using System.Text.Json;
using System.Text.Unicode;

namespace Interp.Models.Tokenizers.Loading;

/// <summary>Reads JSON files of tokenizers.</summary>
internal static class JsonFiles
{
    private const long LargestFile = 512L << 20;

    /// <summary>The object in a file.</summary>
    /// <exception cref="Contracts.InterpException">FileProblem, ModelDamaged.</exception>
    public static JsonDocument ReadObject(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Length > LargestFile)
            {
                throw TokenizerProblems.Damaged($"{Path.GetFileName(path)} has {file.Length} bytes");
            }

            var bytes = File.ReadAllBytes(path);
            if (!Utf8.IsValid(bytes))
            {
                throw TokenizerProblems.Damaged($"{Path.GetFileName(path)} is no UTF-8");
            }

            var text = bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
            var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 64 });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw TokenizerProblems.Damaged($"{Path.GetFileName(path)} holds no object");
        }
        catch (JsonException exception)
        {
            throw TokenizerProblems.Damaged($"{Path.GetFileName(path)} is no JSON (line {exception.LineNumber + 1})", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw TokenizerProblems.Unreadable(path, exception);
        }
    }

    /// <summary>Entries of an object { piece: id }.</summary>
    public static Vocabulary ReadVocabulary(JsonElement entries, string place)
    {
        if (entries.ValueKind != JsonValueKind.Object)
        {
            throw TokenizerProblems.Damaged($"{place} is not an object");
        }

        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in entries.EnumerateObject())
        {
            ids[NameOf(entry, place)] = JsonPart.CountOf(entry.Value, place);
        }

        return ids.Count > 0 ? Vocabulary.FromIds(ids) : throw TokenizerProblems.Damaged($"{place} is empty");
    }

    private static string NameOf(JsonProperty entry, string place)
    {
        try
        {
            return entry.Name;
        }
        catch (InvalidOperationException exception)
        {
            throw TokenizerProblems.Damaged($"an entry of {place} is no text", exception);
        }
    }
}
