using Interp.Contracts;
using Interp.Models;
using Interp.Runtime.Tests.Support;

namespace Interp.Runtime.Tests;

/// <summary>What callers rely on besides right numbers: identities, equal bits, cancellation, refusals.</summary>
[TestClass]
public sealed class EngineTests
{
    private static readonly RandomModel Gated = new() { Biases = true, Layers = 3, Window = 4 };

    [TestMethod]
    public void Pattern_times_v_is_z()
    {
        using var world = new World(Gated);
        using var pass = world.All(10);
        var spec = world.Model.Spec;
        for (var layer = 0; layer < spec.Layers; layer++)
        {
            var (pattern, v, z) = (pass[TapName.Pattern(layer)], pass[TapName.Value(layer)], pass[TapName.Z(layer)]);
            ForEach(10, spec.Heads, spec.HeadWidth, (t, head, j) =>
            {
                var group = spec.KvHeadOf(head);
                var sum = Enumerable.Range(0, 10)
                    .Sum(source => (double)pattern.Row(head)[(t * 10) + source] * v.Row(source)[(group * spec.HeadWidth) + j]);
                Assert.AreEqual(sum, z.Row(t)[(head * spec.HeadWidth) + j], 1e-5);
            });
        }
    }

    [TestMethod]
    public void Heads_and_output_bias_add_up_to_attention_output()
    {
        using var world = new World(Gated);
        using var pass = world.All(6);
        var weights = world.Model.Weights.Layers;
        for (var layer = 0; layer < weights.Count; layer++)
        {
            AssertSums(pass[TapName.Z(layer)], weights[layer].Output, weights[layer].OutputBias, pass[TapName.AttnOut(layer)]);
        }
    }

    [TestMethod]
    public void Neurons_and_output_bias_add_up_to_feed_forward_output()
    {
        using var world = new World(Gated);
        using var pass = world.All(6);
        var weights = world.Model.Weights.Layers;
        for (var layer = 0; layer < weights.Count; layer++)
        {
            AssertSums(pass[TapName.MlpPost(layer)], weights[layer].Out, weights[layer].OutBias, pass[TapName.MlpOut(layer)]);
        }
    }

    [TestMethod]
    public void Stream_is_the_sum_of_what_was_added_to_it()
    {
        foreach (var order in (BlockOrder[])[BlockOrder.Pre, BlockOrder.Parallel])
        {
            using var world = new World(Gated with { Order = order });
            using var pass = world.All(7);
            var stream = pass[TapName.Embed].Values.ToArray().Select(value => (double)value).ToArray();
            for (var layer = 0; layer < world.Model.Spec.Layers; layer++)
            {
                Compare.Near(stream, pass[TapName.ResidPre(layer)].Values, TapName.ResidPre(layer));
                Add(stream, pass[TapName.AttnOut(layer)].Values);
                Compare.Near(stream, pass[TapName.ResidMid(layer)].Values, TapName.ResidMid(layer));
                Add(stream, pass[TapName.MlpOut(layer)].Values);
                Compare.Near(stream, pass[TapName.ResidPost(layer)].Values, TapName.ResidPost(layer));
            }
        }
    }

    [TestMethod]
    public void Asking_for_a_tap_changes_no_number()
    {
        using var world = new World(Gated);
        using var all = world.All(9);
        foreach (var name in all.Names)
        {
            using var alone = world.Engine.Forward(all.Input, [name], null, CancellationToken.None);
            CollectionAssert.AreEqual(new[] { name }, alone.Names.Where(kept => kept == name).ToArray());
            Compare.SameBits(all[name].Values, alone[name].Values, name);
        }
    }

    [TestMethod]
    public void Answer_is_the_same_in_any_company_and_order()
    {
        using var world = new World(Gated);
        var prompts = Enumerable.Range(1, 8).Select(length => Prompts.Random(length * 5, Gated.Vocabulary, (uint)length)).ToArray();
        var expected = prompts.Select(prompt => FreshLogits(Gated, prompt)).ToArray();
        foreach (var index in (int[])[7, 0, 3, 3, 6, 1, 7, 5, 2, 4, 0])
        {
            Compare.SameBits(expected[index], world.Logits(prompts[index]), $"prompt {index}");
        }
    }

    [TestMethod]
    public void Four_threads_at_once_get_the_answers_of_one()
    {
        using var world = new World(Gated);
        var prompts = Enumerable.Range(1, 4).Select(length => Prompts.Random(length * 7, Gated.Vocabulary, (uint)length)).ToArray();
        var expected = prompts.Select(world.Logits).ToArray();
        var wrong = 0;
        var threads = Enumerable.Range(0, 4).Select(worker => new Thread(() =>
        {
            for (var round = 0; round < 50; round++)
            {
                var index = (worker + round) % 4;
                if (!expected[index].AsSpan().SequenceEqual(world.Logits(prompts[index])))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.AreEqual(0, wrong);
    }

    [TestMethod]
    public void Number_of_threads_changes_no_number()
    {
        var prompt = Prompts.Random(40, Gated.Vocabulary, 3);
        using var one = new World(Gated, threads: 1);
        using var three = new World(Gated, threads: 3);
        Compare.SameBits(one.Logits(prompt), three.Logits(prompt), "logits");
    }

    [TestMethod]
    public void Logits_of_chosen_rows_are_those_of_the_tap()
    {
        using var world = new World(Gated with { LogitCap = 4 });
        using var pass = world.All(9);
        var vocabulary = world.Model.Spec.Vocabulary;
        var rows = pass[TapName.FinalNormalized].Row(4).ToArray();
        var logits = new float[vocabulary];
        world.Engine.Logits(rows, 1, logits, CancellationToken.None);
        for (var token = 0; token < vocabulary; token++)
        {
            Assert.AreEqual(pass[TapName.Logits].Row(4)[token], logits[token], 1e-5);
        }
    }

    [TestMethod]
    public void Cancelling_between_layers_ends_the_run_and_leaves_the_engine_usable()
    {
        using var world = new World(Gated);
        using var source = new CancellationTokenSource();
        var prompt = Prompts.Random(8, Gated.Vocabulary, 4);
        var expected = world.Logits(prompt);
        var seen = new List<int>();
        var progress = new Immediately(layer =>
        {
            seen.Add(layer);
            source.Cancel();
        });

        Assert.ThrowsExactly<OperationCanceledException>(() => world.Engine.Forward(prompt, [TapName.Logits], progress, source.Token));

        CollectionAssert.AreEqual(new[] { 1 }, seen);
        Compare.SameBits(expected, world.Logits(prompt), "logits");
    }

    [TestMethod]
    public void Layers_beyond_the_last_tap_are_not_run()
    {
        using var world = new World(Gated);
        var seen = new List<int>();
        var prompt = Prompts.Random(8, Gated.Vocabulary, 4);
        using var pass = world.Engine.Forward(prompt, [TapName.ResidPre(1)], new Immediately(seen.Add), CancellationToken.None);
        CollectionAssert.AreEqual(new[] { 1 }, seen);
    }

    [TestMethod]
    public void Weight_that_is_not_a_number_is_named_by_layer_and_position()
    {
        using var world = new World(Gated);
        var gain = world.Model.Weights.Layers[1].Ln2?.Gain;
        Assert.IsNotNull(gain);
        world.Model.Weights.Store.Writable(gain, 0, 1)[3] = float.NaN;
        var failure = Assert.ThrowsExactly<InterpException>(() => world.All(5));
        Assert.AreEqual(ErrorKind.NotFinite, failure.Kind);
        Assert.AreEqual(TapName.ResidPost(1), (string?)failure.Facts?["tap"]);
        Assert.AreEqual(1, (int?)failure.Facts?["layer"]);
        Assert.AreEqual(0, (int?)failure.Facts?["position"]);
    }

    private static float[] FreshLogits(RandomModel random, int[] prompt)
    {
        using var world = new World(random);
        return world.Logits(prompt);
    }

    private static void AssertSums(TapTensor coefficients, Weight directions, Weight? bias, TapTensor expected)
    {
        for (var t = 0; t < expected.Shape[0]; t++)
        {
            var sums = new double[directions.Columns];
            for (var row = 0; row < directions.Rows; row++)
            {
                for (var i = 0; i < sums.Length; i++)
                {
                    sums[i] += (double)coefficients.Row(t)[row] * directions.Row(row)[i];
                }
            }

            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += bias?.Vector[i] ?? 0;
            }

            Compare.Near(sums, expected.Row(t), expected.Name);
        }
    }

    private static void Add(double[] sum, ReadOnlySpan<float> values)
    {
        for (var index = 0; index < sum.Length; index++)
        {
            sum[index] += values[index];
        }
    }

    private static void ForEach(int first, int second, int third, Action<int, int, int> action)
    {
        for (var index = 0; index < first * second * third; index++)
        {
            action(index / (second * third), index / third % second, index % third);
        }
    }

    /// <summary>A model and its engine.</summary>
    private sealed class World(RandomModel random, int threads = 2) : IDisposable
    {
        private readonly Lazy<(Model Model, Engine Engine)> made = new(() =>
        {
            var model = random.Build();
            return (model, new Engine(model, threads));
        });

        public Model Model => made.Value.Model;

        public Engine Engine => made.Value.Engine;

        public ForwardPass All(int length) =>
            Engine.Forward(Prompts.Random(length, random.Vocabulary, 2), Compare.AllTaps(Model), null, CancellationToken.None);

        public float[] Logits(int[] prompt)
        {
            using var pass = Engine.Forward(prompt, [TapName.Logits], null, CancellationToken.None);
            return pass[TapName.Logits].Values.ToArray();
        }

        public void Dispose()
        {
            Engine.Dispose();
            Model.Dispose();
        }
    }

    private sealed class Immediately(Action<int> action) : IProgress<int>
    {
        public void Report(int value) => action(value);
    }
}
