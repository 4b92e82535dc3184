using System.Runtime.InteropServices;
using Interp.Contracts;

namespace Interp.Models.Tests;

/// <summary>Weights in memory as halves and blocks, against the plainest rounding of the float32 ones.</summary>
[TestClass]
public sealed class WeightPrecisionTests
{
    private const int Block = 32;

    public static IEnumerable<object[]> Models =>
        from path in Directory.GetDirectories(Repository.Model("tiny")).Concat(Directory.GetFiles(Repository.Golden("gguf"), "*.gguf")).Order(StringComparer.Ordinal)
        where Path.GetFileName(path) != "dequant-all.gguf"
        select new object[] { Path.GetRelativePath(Repository.Root, path) };

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Halves_are_the_float32_weights_rounded_once(string path)
    {
        using var full = Load(path, WeightPrecision.F32);
        using var half = Load(path, WeightPrecision.F16);
        Compare(full, half, WeightEncoding.F16, row => [.. row.Select(value => (float)(Half)value)]);
        Assert.AreEqual(Bytes(half), half.Weights.Store.AllocatedBytes + half.Weights.Store.MappedBytes);
        Assert.AreEqual(LargeBytes(full), 2 * LargeBytes(half));
    }

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Blocks_are_those_of_the_file_or_made_of_the_float32_weights(string path)
    {
        using var full = Load(path, WeightPrecision.F32);
        using var blocks = Load(path, WeightPrecision.Q8);
        var stored = path.EndsWith("llama-q8_0.gguf", StringComparison.Ordinal);
        Compare(full, blocks, WeightEncoding.Q8, row => stored ? row : InBlocks(row));
        Assert.AreEqual(Bytes(blocks), blocks.Weights.Store.AllocatedBytes + blocks.Weights.Store.MappedBytes);

        // 34 bytes for 128; widths of 48 fill only half of each second block.
        Assert.IsLessThan(0.36 * LargeBytes(full), LargeBytes(blocks));
    }

    [TestMethod]
    public void Rows_of_a_turned_matrix_are_the_same_from_wherever_they_are_read()
    {
        using var model = Load("tests/golden/gguf/llama-q8_0.gguf", WeightPrecision.Q8);
        var weight = model.Weights.Layers[0].Out;
        Assert.AreEqual(WeightEncoding.Q8Turned, weight.Encoding);
        var whole = weight.RowRange(0, weight.Rows).ToArray();
        for (var first = 0; first < weight.Rows; first += 7)
        {
            var count = Math.Min(41, weight.Rows - first);
            CollectionAssert.AreEqual(whole[(first * weight.Columns)..((first + count) * weight.Columns)], weight.RowRange(first, count).ToArray());
            CollectionAssert.AreEqual(whole[(first * weight.Columns)..((first + 1) * weight.Columns)], weight.Row(first).ToArray());
        }

        using var room = new WeightStore();
        CollectionAssert.AreEqual(whole, weight.AsFloat(room).RowRange(0, weight.Rows).ToArray());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => weight.Row(weight.Rows));
        Assert.ThrowsExactly<ArgumentException>(() => weight.Owner.Writable(weight, 0, 1));
    }

    [TestMethod]
    public void Residual_scales_are_applied_to_stored_blocks_when_they_are_read()
    {
        using var store = new WeightStore();
        var weight = store.Allocate(2, Block, WeightEncoding.Q8, scale: 0.3f);
        var bytes = store.WritableBytes(weight, 0, 68);
        for (var row = 0; row < 2; row++)
        {
            BitConverter.TryWriteBytes(bytes[(row * 34)..], (Half)0.5);
            bytes[(row * 34) + 2] = unchecked((byte)-100);
        }

        Assert.AreEqual(0.5f * -100 * 0.3f, weight.Row(1)[0]);
    }

    [TestMethod]
    [DataRow(WeightPrecision.F16, 65519f, true)]
    [DataRow(WeightPrecision.F16, 65520f, false)]
    [DataRow(WeightPrecision.F16, -1e30f, false)]
    [DataRow(WeightPrecision.F16, float.PositiveInfinity, true)]
    [DataRow(WeightPrecision.Q8, 1e6f, true)]
    [DataRow(WeightPrecision.Q8, 1e7f, false)]
    [DataRow(WeightPrecision.F32, 1e30f, true)]
    public void Numbers_that_a_precision_has_no_place_for_are_refused(WeightPrecision precision, float number, bool fits)
    {
        using var stored = new SafetensorsModel("gpt2");
        foreach (var part in new[] { "h.0.mlp.c_fc.weight", "h.1.attn.c_proj.weight" })
        {
            var index = stored.Tensors.FindIndex(tensor => tensor.Name.EndsWith(part, StringComparison.Ordinal));
            var values = MemoryMarshal.Cast<byte, float>(stored.Tensors[index].Bytes.AsSpan());
            var kept = values[3];
            values[3] = number;
            if (fits)
            {
                using var model = ModelLoader.Load(stored.Path, precision, 1, CancellationToken.None);
                Assert.AreEqual(precision, model.Precision);
            }
            else
            {
                Refusals.Expect(ErrorKind.ModelUnsupported, () => ModelLoader.Load(stored.Path, precision, 1, CancellationToken.None), part);
            }

            values[3] = kept;
        }
    }

    [TestMethod]
    public void Large_tables_of_halves_are_used_where_they_are_under_f16_only()
    {
        const int tokens = 12_000, width = 48;
        using var stored = new SafetensorsModel("gpt2").With("vocab_size", "12000");
        var index = stored.Tensors.FindIndex(tensor => tensor.Name.EndsWith("wte.weight", StringComparison.Ordinal));
        var halves = Enumerable.Range(0, tokens * width).Select(entry => (Half)(entry % 1000)).ToArray();
        stored.Tensors[index] = (stored.Tensors[index].Name, "F16", [tokens, width], MemoryMarshal.AsBytes<Half>(halves).ToArray());
        using var half = ModelLoader.Load(stored.Path, WeightPrecision.F16, 1, CancellationToken.None);
        using var full = ModelLoader.Load(stored.Path, WeightPrecision.F32, 1, CancellationToken.None);
        Assert.AreEqual(2L * tokens * width, half.Weights.Store.MappedBytes);
        Assert.AreEqual(0, full.Weights.Store.MappedBytes);
        WeightComparison.AssertSame(full.Weights with { Layers = [] }, half.Weights with { Layers = [] });
    }

    [TestMethod]
    [DataRow(1_000L, 8_000L, WeightPrecision.F32)]
    [DataRow(1_000L, 7_999L, WeightPrecision.F16)]
    [DataRow(1_000L, 4_000L, WeightPrecision.F16)]
    [DataRow(1_000L, 3_999L, WeightPrecision.Q8)]
    [DataRow(1_543_000_000L, 20L << 30, WeightPrecision.F32)]
    [DataRow(1_543_000_000L, 8L << 30, WeightPrecision.F16)]
    [DataRow(1_543_000_000L, 4L << 30, WeightPrecision.Q8)]
    public void Auto_leaves_half_of_the_free_memory(long parameters, long available, WeightPrecision expected) =>
        Assert.AreEqual(expected, WeightPrecisions.Choose(parameters, available));

    [TestMethod]
    public void Names_of_precisions_are_read_back()
    {
        foreach (var precision in Enum.GetValues<WeightPrecision>())
        {
            Assert.AreEqual(precision, WeightPrecisions.Parse(WeightPrecisions.NameOf(precision)));
        }

        Assert.IsNull(WeightPrecisions.Parse("auto"));
    }

    private static Model Load(string path, WeightPrecision precision) =>
        ModelLoader.Load(Path.Combine(Repository.Root, path), precision, 2, CancellationToken.None);

    private static void Compare(Model full, Model compact, WeightEncoding encoding, Func<float[], float[]> round)
    {
        var (ours, theirs) = (WeightComparison.All(full.Weights), WeightComparison.All(compact.Weights));
        CollectionAssert.AreEquivalent(ours.Keys.ToArray(), theirs.Keys.ToArray());
        foreach (var (name, weight) in ours)
        {
            var other = theirs[name];
            var large = IsLarge(name) && weight.Rows > 0;
            Assert.AreEqual(large ? encoding : WeightEncoding.F32, other.Encoding == WeightEncoding.Q8Turned ? WeightEncoding.Q8 : other.Encoding, name);
            for (var row = 0; row < weight.Rows; row++)
            {
                var expected = weight.Row(row).ToArray();
                CollectionAssert.AreEqual(large ? round(expected) : expected, other.Row(row).ToArray(), $"{name} [{row}]");
            }
        }
    }

    private static bool IsLarge(string name) =>
        name is "embedding" or "unembedding" || name.Split(' ') is [_, "query" or "key" or "value" or "output" or "in" or "up" or "out"];

    private static long Bytes(Model model) => WeightComparison.All(model.Weights).Values.Distinct().Sum(weight => weight.Bytes);

    private static long LargeBytes(Model model) =>
        WeightComparison.All(model.Weights).Where(entry => IsLarge(entry.Key)).Select(entry => entry.Value).Distinct().Sum(weight => weight.Bytes);

    /// <summary>Q8_0 as its definition has it, and back.</summary>
    private static float[] InBlocks(float[] row)
    {
        var result = new float[row.Length];
        for (var first = 0; first < row.Length; first += Block)
        {
            var end = Math.Min(first + Block, row.Length);
            var scale = row[first..end].Max(Math.Abs) / 127;
            for (var index = first; index < end; index++)
            {
                var level = scale == 0 ? 0 : MathF.Round(row[index] * (1 / scale), MidpointRounding.AwayFromZero);
                result[index] = (float)(Half)scale * level;
            }
        }

        return result;
    }
}
