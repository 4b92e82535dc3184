using System.Runtime.InteropServices;

namespace Interp.Models.Tests;

/// <summary>Weights large enough to be read in pieces, turned in panels, or used where they are.</summary>
[TestClass]
public sealed class WeightReadingTests
{
    private const int Width = 48;

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Turned_matrices_of_many_pieces_equal_the_definition(int threads)
    {
        const int neurons = 8192 + 7;
        using var stored = new SafetensorsModel("llama-gqa").With("intermediate_size", "8199");
        Replace(stored, "gate_proj", [neurons, Width]);
        Replace(stored, "up_proj", [neurons, Width]);
        Replace(stored, "down_proj", [Width, neurons]);
        using var model = ModelLoader.Load(stored.Path, threads, CancellationToken.None);
        var layer = model.Weights.Layers[1];
        for (var neuron = 0; neuron < neurons; neuron++)
        {
            for (var entry = 0; entry < Width; entry++)
            {
                Assert.AreEqual((entry * neurons) + neuron, layer.Out.Row(neuron)[entry]);
                Assert.AreEqual((neuron * Width) + entry, layer.In.Row(neuron)[entry]);
            }
        }
    }

    [TestMethod]
    public void Large_matrices_of_float32_are_used_where_they_are()
    {
        const int tokens = 6000;
        const long tableBytes = tokens * Width * sizeof(float);
        using var stored = new SafetensorsModel("gpt2").With("vocab_size", "6000");
        Replace(stored, "wte.weight", [tokens, Width]);
        using var mapped = stored.Load();
        AssertCounts(mapped.Weights.Embedding);

        // A header that shifts the table off the four-byte grid: copied, with the same values.
        stored.Tensors.Insert(0, ("buffer", "U8", [1], [0]));
        using var copied = stored.Load();
        AssertCounts(copied.Weights.Embedding);
        Assert.AreEqual(tableBytes, copied.Weights.Store.AllocatedBytes - mapped.Weights.Store.AllocatedBytes);
    }

    [TestMethod]
    public void Weights_do_not_overlap()
    {
        using var store = new WeightStore();
        var weights = Enumerable.Range(0, 200).Select(i => store.Allocate(1 + (i % 7), 1 + (i * 997 % 9001))).ToArray();
        for (var i = 0; i < weights.Length; i++)
        {
            Assert.AreEqual(0, weights[i].Pointer % 64);
            store.Writable(weights[i], 0, weights[i].Rows).Fill(i);
        }

        for (var i = 0; i < weights.Length; i++)
        {
            Assert.AreEqual(-1, weights[i].RowRange(0, weights[i].Rows).IndexOfAnyExcept(i));
        }

        Assert.AreEqual(weights.Sum(weight => weight.Count * sizeof(float)), store.AllocatedBytes);
    }

    private static void AssertCounts(Weight table)
    {
        for (var row = 0; row < table.Rows; row++)
        {
            Assert.AreEqual((row * Width) + 5, table.Row(row)[5]);
        }
    }

    /// <summary>Puts entries 0, 1, 2, ... in place of the tensors whose name has <paramref name="part"/>.</summary>
    private static void Replace(SafetensorsModel stored, string part, int[] shape)
    {
        var values = new float[shape[0] * shape[1]];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i;
        }

        for (var i = 0; i < stored.Tensors.Count; i++)
        {
            if (stored.Tensors[i].Name.Contains(part, StringComparison.Ordinal))
            {
                stored.Tensors[i] = (stored.Tensors[i].Name, "F32", shape, MemoryMarshal.AsBytes<float>(values).ToArray());
            }
        }
    }
}
