using System.Text.Json;
using System.Text.Json.Nodes;

namespace Interp.Daemon.Tests.Support;

/// <summary>A copy of the tiny GPT-2 that reads words, in a folder of its own that is removed with this.</summary>
internal sealed class WordModel : IDisposable
{
    private const int Vocabulary = 211;
    private static readonly string[] words = ["the", "cat", "sat", "on", "a", "mat", "and", "then", "it", "saw", "moon"];
    private readonly string folder = Directory.CreateTempSubdirectory("interp-word-model-").FullName;

    /// <summary>Copies it.</summary>
    public WordModel()
    {
        var source = System.IO.Path.Combine(Repository.Root, "models", "tiny", "gpt2");
        foreach (var name in new[] { "config.json", "model.safetensors" })
        {
            File.Copy(System.IO.Path.Combine(source, name), System.IO.Path.Combine(folder, name));
        }

        var vocabulary = new JsonObject(Enumerable.Range(0, Vocabulary).Select(id => KeyValuePair.Create(id < words.Length ? words[id] : $"w{id}", (JsonNode?)JsonValue.Create(id))));
        var tokenizer = new JsonObject
        {
            ["version"] = "1.0",
            ["pre_tokenizer"] = new JsonObject { ["type"] = "Whitespace" },
            ["model"] = new JsonObject { ["type"] = "WordLevel", ["vocab"] = vocabulary, ["unk_token"] = "the" },
        };
        File.WriteAllText(System.IO.Path.Combine(folder, "tokenizer.json"), tokenizer.ToJsonString(JsonSerializerOptions.Default));
    }

    /// <summary>Its folder.</summary>
    public string Path => folder;

    /// <summary>The file of its weights.</summary>
    public string Weights => System.IO.Path.Combine(folder, "model.safetensors");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);
}
