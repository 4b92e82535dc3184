using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Interp.Models.Tests;

/// <summary>A copy of a tiny checkpoint in a folder of its own, to be changed and opened.</summary>
internal sealed class SafetensorsModel : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>A copy of models/tiny/NAME.</summary>
    public SafetensorsModel(string name)
    {
        Config = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(Repository.Model("tiny/" + name), "config.json")))?.AsObject()
            ?? throw new InvalidDataException(name);
        Tensors = Read(System.IO.Path.Combine(Repository.Model("tiny/" + name), "model.safetensors"));
    }

    /// <summary>Members of config.json.</summary>
    public JsonObject Config { get; }

    /// <summary>Type, shape and bytes of each tensor, in the order of the file.</summary>
    public List<(string Name, string Type, int[] Shape, byte[] Bytes)> Tensors { get; }

    /// <summary>The folder, written anew.</summary>
    public string Path
    {
        get
        {
            File.WriteAllText(folder.File("config.json"), Config.ToJsonString());
            File.WriteAllBytes(folder.File("model.safetensors"), Bytes());
            return folder.Path;
        }
    }

    /// <summary>Sets a member of config.json to a JSON value.</summary>
    public SafetensorsModel With(string member, string json)
    {
        Config[member] = JsonNode.Parse(json);
        return this;
    }

    /// <summary>Removes members of config.json.</summary>
    public SafetensorsModel Without(params string[] members)
    {
        foreach (var member in members)
        {
            Config.Remove(member);
        }

        return this;
    }

    /// <summary>Loads what <see cref="Path"/> holds.</summary>
    public Model Load() => ModelLoader.Load(Path, 1, CancellationToken.None);

    /// <summary>The weights as a .safetensors file.</summary>
    public byte[] Bytes()
    {
        var header = new JsonObject();
        var at = 0;
        foreach (var (name, type, shape, bytes) in Tensors)
        {
            header[name] = new JsonObject
            {
                ["dtype"] = type,
                ["shape"] = new JsonArray([.. shape.Select(axis => JsonValue.Create(axis))]),
                ["data_offsets"] = new JsonArray(at, at + bytes.Length),
            };
            at += bytes.Length;
        }

        // Spaces bring the first tensor to a place that 8 divides, as other writers do.
        var text = Encoding.UTF8.GetBytes(header.ToJsonString());
        text = [.. text, .. Enumerable.Repeat((byte)' ', (8 - (text.Length % 8)) % 8)];
        return [.. BitConverter.GetBytes((ulong)text.Length), .. text, .. Tensors.SelectMany(tensor => tensor.Bytes)];
    }

    /// <summary>Adds a float32 tensor.</summary>
    public void Add(string name, int[] shape, float[] values) => Tensors.Add((name, "F32", shape, MemoryMarshal.AsBytes<float>(values).ToArray()));

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private static List<(string Name, string Type, int[] Shape, byte[] Bytes)> Read(string path)
    {
        var file = File.ReadAllBytes(path);
        var headerBytes = (int)BitConverter.ToUInt64(file);
        var header = JsonNode.Parse(file.AsSpan(8, headerBytes))?.AsObject() ?? throw new InvalidDataException(path);
        var tensors = new List<(string Name, string Type, int[] Shape, byte[] Bytes)>();
        foreach (var (name, entry) in header)
        {
            if (entry?["dtype"]?.GetValue<string>() is { } type && entry["shape"] is JsonArray shape && entry["data_offsets"] is JsonArray and [var begin, var end])
            {
                var (from, to) = ((int)(begin ?? 0), (int)(end ?? 0));
                tensors.Add((name, type, [.. shape.Select(axis => (int)(axis ?? 0))], file[(8 + headerBytes + from)..(8 + headerBytes + to)]));
            }
        }

        return tensors;
    }
}
