using System.Text.Json;
using Interp.Cli.Output;
using Interp.Contracts;

namespace Interp.Cli.Verbs;

/// <summary>Reads the requests of a file: one object, an array, or JSON lines.</summary>
internal static class RequestFile
{
    /// <summary>The requests in order; what is no JSON stands in its place as a failure.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="path">Its path, which relative models are relative to; null for standard input.</param>
    public static IReadOnlyList<FileRequest> Read(byte[] bytes, string? path)
    {
        var folder = path is null ? Environment.CurrentDirectory : Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        var text = bytes.AsMemory(bytes.Length - TextInput.WithoutMark(bytes).Length);
        if (TryParse(text) is { } whole)
        {
            return whole.ValueKind == JsonValueKind.Array
                ? [.. whole.EnumerateArray().Select(element => new FileRequest(element, null, folder))]
                : [new FileRequest(whole, null, folder)];
        }

        var lines = Lines(text).Select(line => new FileRequest(TryParse(line.Bytes), line, folder)).ToList();
        var isOneDocument = lines.Count > 1 && !lines.Exists(line => line.IsObject) && Path.GetExtension(path) is not (".jsonl" or ".ndjson");
        return isOneDocument ? [new FileRequest(null, new FileLine(1, text), folder)] : lines;
    }

    private static List<FileLine> Lines(ReadOnlyMemory<byte> text)
    {
        var lines = new List<FileLine>();
        for (var number = 1; text.Length > 0; number++)
        {
            var end = text.Span.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (line.Span.ContainsAnyExcept(" \t\r"u8))
            {
                lines.Add(new FileLine(number, line));
            }
        }

        return lines;
    }

    private static JsonElement? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A line of a file, counted from 1.</summary>
internal readonly record struct FileLine(int Number, ReadOnlyMemory<byte> Bytes);

/// <summary>One request of a file, or the line in its place that is no JSON.</summary>
internal sealed class FileRequest(JsonElement? parsed, FileLine? line, string folder)
{
    /// <summary>True for a JSON object.</summary>
    public bool IsObject => parsed is { ValueKind: JsonValueKind.Object };

    /// <summary>The request; a model path that begins with a dot is taken from the file's folder.</summary>
    /// <exception cref="InterpException">SettingUnknown: no JSON. FileProblem: no UTF-8.</exception>
    public JsonElement Element()
    {
        if (line is { } given)
        {
            TextInput.Decode(given.Bytes.Span, $"line {Figures.NumberText.Count(given.Number)}");
        }

        return parsed is { } element ? Located(element) : throw NotJson();
    }

    private JsonElement Located(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty("model", out var model)
            && model.ValueKind == JsonValueKind.String
            && JsonElements.TextOf(model) is { } path
            && path.StartsWith('.'))
        {
            return JsonElements.With(element, "model", Path.GetFullPath(Path.Combine(folder, path)));
        }

        return element;
    }

    private InterpException NotJson()
    {
        try
        {
            using var document = JsonDocument.Parse(line?.Bytes ?? default);
            throw new InvalidOperationException("A line that is JSON was taken for one that is none.");
        }
        catch (JsonException failure)
        {
            var number = (line?.Number ?? 1) + (failure.LineNumber ?? 0);
            return new InterpException(
                ErrorKind.SettingUnknown,
                $"Line {Figures.NumberText.Count(number)} is no JSON (byte {Figures.NumberText.Count((failure.BytePositionInLine ?? 0) + 1)}).",
                "Each line, or the whole file, is a JSON request.",
                new() { ["line"] = number },
                failure);
        }
    }
}
