using System.Text.Json;
using System.Text.Json.Nodes;

namespace Interp.Analysis.Tests.Golden;

/// <summary>A request with its right result or error, computed by an independent float64 implementation.</summary>
internal sealed class GoldenCase
{
    private readonly JsonElement content;

    private GoldenCase(JsonElement content) => this.content = content;

    /// <summary>Folder name of the model under models/ or among the shared weights.</summary>
    public string Model => content.GetProperty("request").GetProperty("model").GetString() ?? "";

    public string Method => content.GetProperty("request").GetProperty("method").GetString() ?? "";

    /// <summary>Reads a case, named by folder and file without its ending: <c>forward/forward-capp</c>.</summary>
    public static GoldenCase Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(TestFiles.Golden(name + ".json")));
        return new GoldenCase(document.RootElement.Clone());
    }

    /// <summary>Names of the cases of a folder that fit.</summary>
    public static IEnumerable<string> Names(string folder, Func<GoldenCase, bool> fits) =>
        Directory.EnumerateFiles(TestFiles.Golden(folder), "*.json")
            .Select(file => $"{folder}/{Path.GetFileNameWithoutExtension(file)}")
            .Order(StringComparer.Ordinal)
            .Where(name => fits(Read(name)));

    /// <summary>Runs the request through the registry, as every surface does, and fails with the differences.</summary>
    public void Check()
    {
        var comparison = new GoldenComparison(content.TryGetProperty("compare", out var compare) ? compare : default);
        var got = TestModels.Answer(Request());
        if (content.TryGetProperty("error", out var error))
        {
            Assert.IsTrue(got.TryGetProperty("error", out var refusal), $"answered instead of {error.GetRawText()}");
            comparison.Compare(refusal, error, "error");
        }
        else if (got.TryGetProperty("error", out var refusal))
        {
            Assert.Fail($"refused: {refusal.GetRawText()}");
        }
        else
        {
            comparison.Compare(got, content.GetProperty("result"));
        }

        Assert.IsEmpty(comparison.Differences, $"{comparison.Differences.Count} differences:\n{string.Join("\n", comparison.Differences.Take(8))}");
    }

    private JsonNode Request()
    {
        var request = JsonNode.Parse(content.GetProperty("request").GetRawText()) ?? throw new InvalidDataException("The case has no request.");
        request["model"] = TestFiles.Model(Model);
        return request;
    }
}
