using System.Text;
using System.Text.Json;
using Interp.Contracts;
using Interp.Models.Tests;

namespace Interp.Models.Formats.Tests;

/// <summary>Odd and malformed checkpoints, each with the verdict that it must get: tests/golden/files.</summary>
[TestClass]
public sealed class FileVerdictTests
{
    private static readonly string Folder = Repository.Golden("files");

    /// <summary>Managed memory that reading a header may take; files announce terabytes.</summary>
    private const long MostAllocatedBytes = 100 << 20;

    public static IEnumerable<object[]> Cases => Directory.GetFiles(Folder, "*.json").Select(Path.GetFileNameWithoutExtension).OfType<string>()
        .Order(StringComparer.Ordinal).Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Each_checkpoint_gets_its_verdict(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        var golden = document.RootElement;
        using var temporary = new TemporaryFolder();
        var path = Built(golden, temporary);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (facts, failure) = Look(path);
        Assert.IsLessThan(MostAllocatedBytes, GC.GetAllocatedBytesForCurrentThread() - before);

        var expect = golden.GetProperty("expect");
        var kinds = ManyOf(expect.GetProperty("kind"));
        var kind = failure is null ? null : JsonNamingPolicy.CamelCase.ConvertName(failure.Kind.ToString());
        CollectionAssert.Contains(kinds, kind, failure?.Message ?? "It was read.");
        if (failure is not null && expect.TryGetProperty("mentions", out var mentions))
        {
            var words = ManyOf(mentions).OfType<string>().ToArray();
            var said = $"{failure.Message} {failure.Hint}";
            Assert.IsTrue(words.Any(word => said.Contains(word, StringComparison.OrdinalIgnoreCase)), $"{said} names none of {string.Join(", ", words)}");
        }

        if (facts is not null && expect.TryGetProperty("warnings", out var warnings) && warnings.GetBoolean())
        {
            Assert.IsNotEmpty(facts.Warnings);
        }
    }

    private static (ModelFacts? Facts, InterpException? Failure) Look(string path)
    {
        try
        {
            return (ModelLoader.Inspect(path), null);
        }
        catch (InterpException failure)
        {
            return (null, failure);
        }
    }

    private static string?[] ManyOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().Select(item => item.GetString())] : [element.GetString()];

    /// <summary>The path to open; what cannot be stored is made first.</summary>
    private static string Built(JsonElement golden, TemporaryFolder temporary)
    {
        var name = new[] { "file", "folder", "path" }.Where(member => golden.TryGetProperty(member, out _))
            .Select(member => golden.GetProperty(member).GetString()).OfType<string>().First();
        if (!golden.TryGetProperty("build", out var build))
        {
            return Path.Combine(Folder, name);
        }

        if (build.ValueKind == JsonValueKind.Array)
        {
            Write(temporary.File(name), build);
        }
        else
        {
            Directory.CreateDirectory(Path.Combine(temporary.Path, name));
            foreach (var file in build.EnumerateObject())
            {
                Write(temporary.File(name, file.Name), file.Value);
            }
        }

        return Path.Combine(temporary.Path, name);
    }

    private static void Write(string path, JsonElement parts)
    {
        using var file = File.Create(path);
        foreach (var part in parts.EnumerateArray())
        {
            if (part.TryGetProperty("zeros", out var hole))
            {
                file.SetLength(file.Length + hole.GetInt64());
                file.Position = file.Length;
                continue;
            }

            var bytes = part.TryGetProperty("hex", out var hex)
                ? Convert.FromHexString(hex.GetString() ?? string.Empty)
                : Encoding.UTF8.GetBytes(part.GetProperty("text").GetString() ?? string.Empty);
            for (var time = part.TryGetProperty("times", out var times) ? times.GetInt32() : 1; time > 0; time--)
            {
                file.Write(bytes);
            }
        }
    }
}
