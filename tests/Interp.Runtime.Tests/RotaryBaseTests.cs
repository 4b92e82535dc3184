using System.Text.Json.Nodes;
using Interp.Models;
using Interp.Runtime.Tests.Reference;

namespace Interp.Runtime.Tests;

/// <summary>The base of rotary positions is the file's, not the family's usual one.</summary>
[TestClass]
public sealed class RotaryBaseTests
{
    private const int Length = 100;

    [TestMethod]
    [TestCategory("R25")]
    public void Queries_under_two_bases_differ_by_the_angles_of_the_formula()
    {
        var (small, width, heads) = Queries(10_000);
        var (large, _, _) = Queries(1_000_000);
        CollectionAssert.AreEqual(small[0], large[0], "Position 0 is not turned.");
        for (var position = 1; position < Length; position++)
        {
            CollectionAssert.AreNotEqual(small[position], large[position], $"position {position}");
            for (var head = 0; head < heads; head++)
            {
                AssertTurned(small[position].AsSpan(head * width, width), large[position].AsSpan(head * width, width), position);
            }
        }
    }

    /// <summary>Pair i of the second is that of the first, turned on by position times the difference of the frequencies.</summary>
    private static void AssertTurned(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int position)
    {
        var half = first.Length / 2;
        for (var pair = 0; pair < half; pair++)
        {
            var exponent = -2.0 * pair / first.Length;
            var (sine, cosine) = Math.SinCos(position * (Math.Pow(1_000_000, exponent) - Math.Pow(10_000, exponent)));
            Assert.AreEqual((first[pair] * cosine) - (first[pair + half] * sine), second[pair], 1e-4, $"position {position}, pair {pair}");
            Assert.AreEqual((first[pair + half] * cosine) + (first[pair] * sine), second[pair + half], 1e-4, $"position {position}, pair {pair}");
        }
    }

    /// <summary>Queries of the first layer by position.</summary>
    private static (float[][] Rows, int Width, int Heads) Queries(double theta)
    {
        var source = Path.Combine(TestFiles.Models, "tiny", "llama-gqa");
        var folder = Directory.CreateTempSubdirectory("interp-rotary-");
        try
        {
            var config = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "config.json")))?.AsObject() ?? throw new InvalidDataException(source);
            config["rope_theta"] = theta;
            File.WriteAllText(Path.Combine(folder.FullName, "config.json"), config.ToJsonString());
            File.Copy(Path.Combine(source, "model.safetensors"), Path.Combine(folder.FullName, "model.safetensors"));
            using var model = ModelLoader.Load(folder.FullName, 1, CancellationToken.None);
            using var engine = new Engine(model, 1);
            int[] ids = [.. Enumerable.Range(0, Length).Select(position => (37 * position) % model.Spec.Vocabulary)];
            using var pass = engine.Forward(ModelInput.Tokens(ids), [TapName.Query(0)], null, CancellationToken.None);
            var tap = pass[TapName.Query(0)];
            return ([.. Enumerable.Range(0, Length).Select(position => tap.Row(position).ToArray())], model.Spec.HeadWidth, model.Spec.Heads);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
