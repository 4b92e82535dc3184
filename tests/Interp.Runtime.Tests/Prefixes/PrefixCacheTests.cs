using Interp.Contracts;
using Interp.Models;
using Interp.Runtime.Prefixes;
using Interp.Runtime.Tests.Reference;
using Interp.Runtime.Tests.Support;

namespace Interp.Runtime.Tests.Prefixes;

/// <summary>What a prefix cache keeps, what it saves, and what it survives.</summary>
[TestClass]
public sealed class PrefixCacheTests
{
    private static readonly RandomModel Random = new() { Layers = 3, Width = 32, HeadWidth = 8, Biases = true };

    [TestMethod]
    public void Repeated_prompt_computes_nothing()
    {
        using var world = new CachedWorld(Random.Build());
        var ids = Prompts.Random(20, 61, 1);
        using var first = world.Cached.Forward(ids, world.StreamTaps, null, CancellationToken.None);
        Damage(world.Model);

        using var again = world.Cached.Forward(ids, world.StreamTaps, null, CancellationToken.None);

        foreach (var name in world.StreamTaps)
        {
            Compare.SameBits(first[name].Values, again[name].Values, name);
        }

        Assert.AreEqual(20, world.Statistics.TokensComputed);
        Assert.AreEqual(20, world.Statistics.TokensReused);
    }

    [TestMethod]
    public void Edit_at_the_end_computes_the_last_positions_only()
    {
        using var world = new CachedWorld(Random.Build());
        var ids = Prompts.Random(40, 61, 1);
        for (var length = 20; length < ids.Length; length++)
        {
            world.Run(ids[..length]);
        }

        Damage(world.Model);

        var failure = Assert.ThrowsExactly<InterpException>(() => world.Run(ids));

        Assert.AreEqual(ErrorKind.NotFinite, failure.Kind);
        Assert.AreEqual(38, (int?)failure.Facts?["position"]);
    }

    [TestMethod]
    public void Shorter_prompt_is_known_from_a_longer_one()
    {
        using var world = new CachedWorld(Random.Build());
        var ids = Prompts.Random(40, 61, 1);
        world.Run(ids);
        Assert.AreEqual(23, world.Check(ids[..23], world.KeptTaps));
        Assert.AreEqual(40, world.Statistics.Tokens);
    }

    [TestMethod]
    public void Typing_at_the_end_keeps_every_token_once()
    {
        using var world = new CachedWorld(Random.Build());
        var ids = Prompts.Random(60, 61, 1);
        for (var length = 10; length <= ids.Length; length++)
        {
            world.Run(ids[..length]);
            Assert.AreEqual(length, world.Statistics.Tokens);
        }
    }

    [TestMethod]
    public void Tap_that_is_not_kept_is_computed_in_its_own_block_only()
    {
        using var world = new CachedWorld(Random.Build());
        var ids = Prompts.Random(20, 61, 1);
        world.Run(ids);
        var pattern = Attention(world.Plain, ids);
        Damage(world.Model, except: 1);

        Compare.SameBits(pattern, Attention(world.Cached, ids), "pattern");

        static float[] Attention(Engine engine, int[] ids)
        {
            using var pass = engine.Forward(ids, [TapName.Pattern(1)], null, CancellationToken.None);
            return pass[TapName.Pattern(1)].Values.ToArray();
        }
    }

    [TestMethod]
    public void Budget_is_never_exceeded_and_the_prompts_used_last_stay()
    {
        using var model = Random.Build();
        var perToken = PrefixLayout.Of(model.Spec).BytesPerToken;
        using var world = new CachedWorld(model, budget: 100 * perToken, ownsModel: false);
        var prompts = Enumerable.Range(0, 8).Select(seed => Prompts.Random(30, 61, (uint)seed + 10)).ToArray();
        foreach (var prompt in prompts)
        {
            world.Check(prompt, world.KeptTaps);
            world.Check(prompts[0], world.KeptTaps);
            Assert.IsTrue(world.Statistics.Bytes <= 100 * perToken);
            Assert.AreEqual(world.Statistics.Tokens * perToken, world.Statistics.Bytes);
        }

        Assert.AreEqual(30, world.Check(prompts[0], world.KeptTaps));
        Assert.AreEqual(30, world.Check(prompts[7], world.KeptTaps));
        Assert.AreNotEqual(30, world.Check(prompts[3], world.KeptTaps));
    }

    [TestMethod]
    public void Prompt_larger_than_the_budget_keeps_its_beginning()
    {
        using var model = Random.Build();
        var perToken = PrefixLayout.Of(model.Spec).BytesPerToken;
        using var world = new CachedWorld(model, budget: 40 * perToken, ownsModel: false);
        var ids = Prompts.Random(60, 61, 1);
        world.Check(ids, world.KeptTaps);
        Assert.AreEqual(32, world.Statistics.Tokens);
        Assert.AreEqual(32, world.Check(ids, world.KeptTaps));
    }

    [TestMethod]
    public void Smaller_budget_frees_at_once_and_none_keeps_nothing()
    {
        using var world = new CachedWorld(Random.Build());
        var ids = Prompts.Random(48, 61, 1);
        world.Run(ids);
        world.Cached.Prefix.Budget = world.Statistics.Bytes / 2;
        Assert.AreEqual(16, world.Statistics.Tokens);
        world.Cached.Prefix.Clear();
        Assert.AreEqual(0, world.Statistics.Bytes);
        world.Cached.Prefix.Budget = 0;
        Assert.AreEqual(0, world.Check(ids, world.KeptTaps));
        Assert.AreEqual(0, world.Statistics.Bytes);
    }

    [TestMethod]
    public void Cancelled_pass_leaves_the_cache_as_it_was()
    {
        using var world = new CachedWorld(Random.Build());
        var ids = Prompts.Random(50, 61, 1);
        world.Run(ids[..30]);
        var before = world.Statistics;
        using var source = new CancellationTokenSource();

        Assert.ThrowsExactly<OperationCanceledException>(
            () => world.Cached.Forward(ids, world.StreamTaps, new Immediately(_ => source.Cancel()), source.Token));

        Assert.AreEqual((before.Bytes, before.Tokens), (world.Statistics.Bytes, world.Statistics.Tokens));
        Assert.AreEqual(30, world.Check(ids, world.KeptTaps));
        Assert.AreEqual(50, world.Check(ids, world.KeptTaps));
    }

    [TestMethod]
    public void Budget_changed_during_a_pass_does_not_touch_what_the_pass_reads()
    {
        using var world = new CachedWorld(Random.Build());
        var ids = Prompts.Random(50, 61, 1);
        world.Run(ids[..49]);
        using var expected = world.Plain.Forward(ids, world.StreamTaps, null, CancellationToken.None);
        using var got = world.Cached.Forward(ids, world.StreamTaps, new Immediately(_ => world.Cached.Prefix.Budget = 0), CancellationToken.None);
        foreach (var name in world.StreamTaps)
        {
            Compare.SameBits(expected[name].Values, got[name].Values, name);
        }

        Assert.AreEqual(0, world.Statistics.Bytes);
    }

    [TestMethod]
    public void Several_threads_at_once_get_the_answers_of_an_engine_without_cache()
    {
        using var model = Random.Build();
        using var world = new CachedWorld(model, budget: 150 * PrefixLayout.Of(model.Spec).BytesPerToken, ownsModel: false);
        var ids = Prompts.Random(60, 61, 1);
        int[][] prompts = [.. Enumerable.Range(0, 12).Select(index => index % 3 == 2 ? Prompts.Random(30, 61, (uint)index) : ids[..(20 + (3 * index))])];
        var expected = prompts.Select(prompt => End(world.Plain, prompt)).ToArray();
        var wrong = 0;
        var threads = Enumerable.Range(0, 4).Select(worker => new Thread(() =>
        {
            for (var round = 0; round < 60; round++)
            {
                var index = ((worker * 5) + (round * 7)) % prompts.Length;
                if (!expected[index].AsSpan().SequenceEqual(End(world.Cached, prompts[index])))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.AreEqual(0, wrong);
        Assert.IsTrue(world.Statistics.Hits > 0);

        static float[] End(Engine engine, int[] prompt)
        {
            using var pass = engine.Forward(prompt, [TapName.ResidPost(2), TapName.Logits], null, CancellationToken.None);
            return [.. pass[TapName.ResidPost(2)].Values, .. pass[TapName.Logits].Values];
        }
    }

    [TestMethod]
    public void Model_that_sees_later_tokens_knows_whole_prompts_only()
    {
        using var world = new CachedWorld((Random with { Order = BlockOrder.Post, Causal = false }).Build());
        var ids = Prompts.Random(40, 61, 1);
        Assert.AreEqual(0, world.Check(ids[..39], world.KeptTaps));
        Assert.AreEqual(0, world.Check(ids, world.KeptTaps));
        Assert.AreEqual(40, world.Check(ids, world.KeptTaps));
        Assert.AreEqual(39, world.Check(ids[..39], world.KeptTaps));
    }

    [TestMethod]
    public void Prompt_with_token_types_is_not_answered_from_the_one_without()
    {
        using var model = ModelLoader.Load(Path.Combine(TestFiles.Models, "tiny", "bert"), 2, CancellationToken.None);
        using var world = new CachedWorld(model, ownsModel: false);
        var input = ModelInput.Tokens([5, 6, 7, 8, 9], [0, 0, 1, 1, 1]);
        world.Run([5, 6, 7, 8, 9]);

        using var expected = world.Plain.Forward(input, world.StreamTaps, null, CancellationToken.None);
        using var got = world.Cached.Forward(input, world.StreamTaps, null, CancellationToken.None);

        foreach (var name in world.StreamTaps)
        {
            Compare.SameBits(expected[name].Values, got[name].Values, name);
        }

        Assert.AreEqual(0, world.Statistics.TokensReused);
    }

    [TestMethod]
    public void Disposed_engine_holds_nothing_and_refuses_to_run()
    {
        var world = new CachedWorld(Random.Build());
        world.Run(Prompts.Random(20, 61, 1));
        world.Dispose();
        world.Cached.Dispose();
        Assert.AreEqual(0, world.Statistics.Bytes);
        Assert.ThrowsExactly<ObjectDisposedException>(() => world.Run([1, 2, 3]));
    }

    [TestMethod]
    public void Failed_comparison_ends_the_use_of_suffixes()
    {
        using var model = Random.Build();
        using var cache = new PrefixCache(model.Spec, 2, 64L << 20);
        var ids = Prompts.Random(20, 61, 1);
        using (var filling = cache.Begin(ids, fill: true))
        {
            filling?.Commit();
        }

        using (var longer = cache.Begin([.. ids, 1, 2], fill: true))
        {
            Assert.AreEqual(20, longer?.Known);
            longer?.Checked(agrees: false);
            Assert.AreEqual(0, longer?.Known);
            longer?.Commit();
        }

        using var again = cache.Begin([.. ids, 1, 2], fill: true);
        Assert.AreEqual(0, again?.Known);
        Assert.IsFalse(cache.WantsCheck);
    }

    /// <summary>Makes every block answer with not-a-number from now on.</summary>
    private static void Damage(Model model, int except = -1)
    {
        foreach (var layer in model.Weights.Layers.Where((_, index) => index != except))
        {
            model.Weights.Store.Writable(layer.Out, 0, 1).Fill(float.NaN);
        }
    }

    private sealed class Immediately(Action<int> action) : IProgress<int>
    {
        public void Report(int value) => action(value);
    }
}
