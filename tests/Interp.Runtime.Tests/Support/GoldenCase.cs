using System.Text.Json;
using Interp.Models;
using Interp.Runtime.Tests.Reference;

namespace Interp.Runtime.Tests.Support;

/// <summary>A golden case of <c>forward</c>: independent numbers, computed in double precision by another program.</summary>
internal sealed class GoldenCase : IDisposable
{
    private readonly JsonDocument document;

    private GoldenCase(string file) => document = JsonDocument.Parse(File.ReadAllBytes(file));

    /// <summary>Names of the cases whose file name begins with one of <paramref name="starts"/> and that have a result.</summary>
    public static IEnumerable<object[]> WithResult(params string[] starts) =>
        from file in Directory.GetFiles(TestFiles.Forward, "*.json").Order(StringComparer.Ordinal)
        let name = Path.GetFileNameWithoutExtension(file)
        where starts.Any(start => name.StartsWith(start, StringComparison.Ordinal))
        where HasResult(name)
        select new object[] { name };

    /// <summary>Names of the models in tests/golden/gguf.</summary>
    public static IEnumerable<object[]> GgufFiles =>
        from file in Directory.GetFiles(TestFiles.Gguf, "*.gguf").Order(StringComparer.Ordinal)
        let name = Path.GetFileNameWithoutExtension(file)
        where name != "dequant-all"
        select new object[] { name };

    /// <summary>The case beside a .gguf file.</summary>
    public static GoldenCase ReadGguf(string name) => new(Path.Combine(TestFiles.Gguf, name + ".json"));

    public static GoldenCase Read(string name) => new(Path.Combine(TestFiles.Forward, name + ".json"));

    /// <summary>The model of the case, from models/ or from the published checkpoints.</summary>
    public Model LoadModel()
    {
        var name = Request.GetProperty("model").GetString() ?? "";
        if (name.EndsWith(".gguf", StringComparison.Ordinal))
        {
            return ModelLoader.Load(Path.Combine(TestFiles.Gguf, Path.GetFileName(name)), 2, CancellationToken.None);
        }

        var path = Path.Combine(TestFiles.Models, name);
        return ModelLoader.Load(ModelFolders.Resolve(Directory.Exists(path) ? path : Path.Combine(TestFiles.Published, name)), 2, CancellationToken.None);
    }

    /// <summary>The prompt: the ids that the result lists.</summary>
    public int[] Ids => [.. Result.GetProperty("tokens").EnumerateArray().Select(token => token.GetProperty("id").GetInt32())];

    /// <summary>The prompt as the engine takes it, with token types where the request has them.</summary>
    public ModelInput Input => ModelInput.Tokens(Ids, Request.TryGetProperty("typeIds", out var types) ? [.. types.EnumerateArray().Select(type => type.GetInt32())] : null);

    public string[] TapPatterns => Request.TryGetProperty("taps", out var taps)
        ? [.. taps.EnumerateArray().Select(tap => tap.GetString() ?? "")]
        : [];

    /// <summary>Taps by name: shape, and entries with not-a-number where masked.</summary>
    public IEnumerable<(string Name, int[] Shape, double[] Values)> Taps => Result.TryGetProperty("taps", out var taps)
        ? taps.EnumerateObject().Select(tap => (
            tap.Name,
            tap.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()).ToArray(),
            tap.Value.GetProperty("data").EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble()).ToArray()))
        : [];

    /// <summary>The tokens listed for each position: position, id, logit, log-probability.</summary>
    public IEnumerable<(int Position, int Id, double Logit, double LogProb)> Predictions =>
        from prediction in Result.GetProperty("predictions").EnumerateArray()
        let position = prediction.GetProperty("position").GetInt32()
        from token in prediction.GetProperty("top").EnumerateArray()
        select (position, token.GetProperty("id").GetInt32(), token.GetProperty("logit").GetDouble(), token.GetProperty("logProb").GetDouble());

    /// <summary>True where the case's own tolerance allows the difference; <paramref name="path"/> is <c>taps.**</c> or empty.</summary>
    public bool Agrees(double expected, double got, string path)
    {
        var compare = document.RootElement.GetProperty("compare");
        var tolerance = path.Length > 0 && compare.GetProperty("overrides").TryGetProperty(path, out var own) ? own : compare;
        return Math.Abs(got - expected) <= tolerance.GetProperty("abs").GetDouble() + (tolerance.GetProperty("rel").GetDouble() * Math.Abs(expected));
    }

    public void Dispose() => document.Dispose();

    private JsonElement Request => document.RootElement.GetProperty("request");

    private JsonElement Result => document.RootElement.GetProperty("result");

    private static bool HasResult(string name)
    {
        using var golden = Read(name);
        return golden.document.RootElement.TryGetProperty("result", out _);
    }
}
