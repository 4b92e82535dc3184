using System.Text.Json;
using System.Text.Json.Nodes;
using Interp.Contracts;

namespace Interp.Figures.Tests;

/// <summary>Results of the golden cases.</summary>
internal static class GoldenResults
{
    private static readonly string folder = Path.Combine(AppContext.BaseDirectory, "golden", "contributions");

    /// <summary>The cases that have a result.</summary>
    public static IEnumerable<string> Names(string prefix) => Directory.EnumerateFiles(folder, prefix + "*.json")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Where(name => Open(name).ContainsKey("result"))
        .Order(StringComparer.Ordinal);

    /// <summary>The result of a case. Cases leave out what they do not compare; what pictures do not show is filled in.</summary>
    public static AnalysisResult Read(string name)
    {
        var result = Open(name)["result"]?.AsObject() ?? throw new InvalidDataException(name);
        AnalysisResult? read;
        if (name.StartsWith("lens-", StringComparison.Ordinal))
        {
            result.TryAdd("story", new JsonArray());
            read = result.Deserialize(InterpJsonContext.Default.LensResult);
        }
        else
        {
            foreach (var level in new[] { "biases", "heads", "headPositions", "ffNeurons", "attentionUnits", "attentionNeurons", "queries" })
            {
                result.Remove(level);
            }

            var settings = result["settings"]?.AsObject() ?? [];
            settings.TryAdd("words", 0);
            settings.TryAdd("reads", false);
            read = result.Deserialize(InterpJsonContext.Default.ContributionsResult);
        }

        return read ?? throw new InvalidDataException(name);
    }

    private static JsonObject Open(string name) =>
        JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, name + ".json")))?.AsObject() ?? throw new InvalidDataException(name);
}
