using Interp.Contracts;
using Interp.Models;
using Interp.Runtime.Tests.Reference;
using Interp.Runtime.Tests.Support;
using Interp.Runtime.Tests.Verification;
using Interp.Runtime.Verification;

namespace Interp.Runtime.Tests.Precision;

/// <summary>Engines over halves and blocks give the bits of one over float32 weights of the same numbers.</summary>
[TestClass]
public sealed class PrecisionTests
{
    private static readonly ModelInfo Facts = new() { Name = "qwen2", Family = "qwen2", Order = "pre" };
    private static readonly int[] Ids = [3, 17, 42, 8, 8, 29, 1, 60, 2, 5, 44, 31];

    public static IEnumerable<object[]> Models =>
        from path in Directory.GetDirectories(Path.Combine(TestFiles.Models, "tiny")).Append(Path.Combine(TestFiles.Gguf, "llama-q8_0.gguf"))
            .Append(Path.Combine(TestFiles.Gguf, "llama-mixed.gguf")).Append(Path.Combine(TestFiles.Gguf, "gemma2-f16.gguf")).Order(StringComparer.Ordinal)
        from precision in new[] { WeightPrecision.F16, WeightPrecision.Q8 }
        select new object[] { path, precision };

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void All_taps_are_those_of_the_rounded_weights_in_float32(string path, WeightPrecision precision)
    {
        using var rounded = new RoundedModel(path, precision);
        using var compact = new Engine(rounded.Compact, 2);
        using var full = new Engine(rounded.Full, 2);
        var taps = Compare.AllTaps(rounded.Full);
        using var expected = full.Forward(Ids, taps, null, CancellationToken.None);
        using var got = compact.Forward(Ids, taps, null, CancellationToken.None);
        foreach (var tap in taps)
        {
            Compare.SameBits(expected[tap].Values, got[tap].Values, tap);
        }

        CheckProducts(full, compact, expected.Length);
        Compare.WithReference(got, rounded.Compact);
    }

    [TestMethod]
    [DataRow(WeightPrecision.F16)]
    [DataRow(WeightPrecision.Q8)]
    public void Remembered_prompts_change_no_bit(WeightPrecision precision)
    {
        using var model = ModelLoader.Load(Path.Combine(TestFiles.Models, "tiny", "llama-gqa"), precision, 2, CancellationToken.None);
        using var plain = new Engine(model, 1);
        using var cached = new Engine(model, 1, PrefixCache.DefaultBudget);
        var taps = Compare.AllTaps(model);
        foreach (var length in new[] { 5, 9, 12, 7, 12 })
        {
            using var expected = plain.Forward(Ids[..length], taps, null, CancellationToken.None);
            using var first = cached.Forward(Ids[..length], [TapName.Logits], null, CancellationToken.None);
            using var again = cached.Forward(Ids[..length], taps, null, CancellationToken.None);
            Compare.SameBits(expected[TapName.Logits].Values, first[TapName.Logits].Values, $"{length}");
            foreach (var tap in taps)
            {
                Compare.SameBits(expected[tap].Values, again[tap].Values, $"{length} {tap}");
            }
        }
    }

    [TestMethod]
    [DataRow(WeightPrecision.F16)]
    [DataRow(WeightPrecision.Q8)]
    public void Each_precision_is_verified_by_itself(WeightPrecision precision)
    {
        using var cache = new TemporaryFolder();
        using var store = new ModelStore(1, new DerivedData(cache.Path));
        var path = Path.Combine(TestFiles.Models, "tiny", "qwen2");
        var name = WeightPrecisions.NameOf(precision);
        var open = store.Open(path, name, CancellationToken.None);
        var result = new ModelVerifier(open).Verify(Facts, null, CancellationToken.None);

        Assert.AreEqual("verified", result.Badge);
        Assert.AreEqual(name, open.Precision);
        Assert.AreEqual("unverified", store.Open(path, CancellationToken.None).Verified.Badge);
        store.Unload(path);
        Assert.AreEqual("verified", store.Open(path, name, CancellationToken.None).Verified.Badge);
        var source = open.Model.Source;
        Assert.AreEqual("verified", KeptBadge.Of(source, new DerivedData(cache.Path), precision).Badge);
        Assert.AreEqual("unverified", KeptBadge.Of(source, new DerivedData(cache.Path)).Badge);
    }

    [TestMethod]
    public void Precisions_of_one_model_are_loaded_once_each_and_unloaded_together()
    {
        using var store = new ModelStore(1);
        var path = Path.Combine(TestFiles.Models, "tiny", "gpt2");
        var full = store.Open(path, null, CancellationToken.None);
        var half = store.Open(path, "f16", CancellationToken.None);
        var blocks = store.Open(path, "q8", CancellationToken.None);

        // So small a model always fits in float32.
        Assert.AreSame(full, store.Open(path, "auto", CancellationToken.None));
        Assert.AreSame(full, store.Open(path, "f32", CancellationToken.None));
        Assert.AreSame(half, store.Open(path, "f16", CancellationToken.None));
        CollectionAssert.AreEquivalent(new[] { "f32", "f16", "q8" }, store.Loaded.Select(entry => entry.Model.Precision).ToArray());
        Assert.IsLessThan(full.Model.Weights.Store.AllocatedBytes, half.Model.Weights.Store.AllocatedBytes);
        Assert.IsLessThan(half.Model.Weights.Store.AllocatedBytes, blocks.Model.Weights.Store.AllocatedBytes);
        Assert.IsTrue(store.Unload(path));
        Assert.IsEmpty(store.Loaded);
    }

    [TestMethod]
    [DataRow(WeightPrecision.F16, 0.01)]
    [DataRow(WeightPrecision.Q8, 0.1)]
    public void The_embedded_model_answers_almost_as_in_float32(WeightPrecision precision, double tolerance)
    {
        using var model = ModelLoader.Load(Path.Combine(TestFiles.Models, "smollm2-135m-instruct"), precision, 2, CancellationToken.None);
        using var engine = new Engine(model, 2);
        foreach (var name in GoldenCase.WithResult("forward-smollm2").Select(entry => (string)entry[0]))
        {
            using var golden = GoldenCase.Read(name);
            using var pass = engine.Forward(golden.Input, [TapName.Logits], null, CancellationToken.None);
            foreach (var (position, id, _, logProb) in golden.Predictions)
            {
                var row = new double[pass[TapName.Logits].Row(position).Length];
                System.Numerics.Tensors.TensorPrimitives.ConvertTruncating(pass[TapName.Logits].Row(position), row.AsSpan());
                var greatest = row.Max();
                var got = row[id] - greatest - Math.Log(row.Sum(value => Math.Exp(value - greatest)));

                // Of what is likely: rounding moves rare tokens by more, in logarithms.
                Assert.AreEqual(Math.Exp(logProb), Math.Exp(got), tolerance, $"{name}, position {position}, token {id}");
            }
        }
    }

    private static void CheckProducts(Engine full, Engine compact, int length)
    {
        if (full.Model.Spec.Vocabulary == 0)
        {
            return;
        }

        var vocabulary = full.Vocabulary.Unembedding.Rows;
        var width = full.Model.Spec.Width;
        var (expected, got) = (new float[length * width], new float[length * width]);
        full.Vocabulary.WeightedSums(Fill, length, expected, CancellationToken.None);
        compact.Vocabulary.WeightedSums(Fill, length, got, CancellationToken.None);
        Compare.SameBits(expected, got, "weighted sums");
        foreach (var count in new[] { 1, 9, 40 })
        {
            var rows = new float[count * width];
            for (var index = 0; index < rows.Length; index++)
            {
                rows[index] = (index * 7919 % 101) / 101f;
            }

            var (one, two) = (new float[count * vocabulary], new float[count * vocabulary]);
            full.Logits(rows, count, one, CancellationToken.None);
            compact.Logits(rows, count, two, CancellationToken.None);
            Compare.SameBits(one, two, $"{count} rows");
        }

        static void Fill(int firstToken, int tokens, Span<float> weights)
        {
            for (var index = 0; index < weights.Length; index++)
            {
                weights[index] = ((firstToken * 31) + (index * 17)) % 23;
            }
        }
    }
}
