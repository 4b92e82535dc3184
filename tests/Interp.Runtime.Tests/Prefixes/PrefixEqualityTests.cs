using CsCheck;
using Interp.Models;
using Interp.Runtime.Tests.Reference;
using Interp.Runtime.Tests.Support;

namespace Interp.Runtime.Tests.Prefixes;

/// <summary>An engine with a prefix cache says what one without says, in every bit, whatever was asked before.</summary>
[TestClass]
public sealed class PrefixEqualityTests
{
    /// <summary>The part of the prompt that stays, tokens added behind it, and which taps are asked for.</summary>
    private static readonly Gen<(double Keep, int Added, int Taps)[]> Edits =
        Gen.Select(Gen.Double[0, 1], Gen.Frequency((3, Gen.Int[0, 3]), (1, Gen.Int[4, 30])), Gen.Int[0, 5]).Array[2, 7];

    private static readonly Gen<(int Width, int HeadWidth, int Heads)> Sizes =
        Gen.Select(Gen.OneOf(24, 25, 48, 160), Gen.OneOf(5, 6, 16), Gen.OneOf(4, 8));

    /// <summary>The committed checkpoints, encoders apart: of them only whole prompts are known.</summary>
    public static IEnumerable<object[]> TinyModels =>
        from folder in Directory.GetDirectories(Path.Combine(TestFiles.Models, "tiny")).Order(StringComparer.Ordinal)
        let name = Path.GetFileName(folder)
        where !name.Contains("bert", StringComparison.Ordinal)
        select new object[] { name };

    [TestMethod]
    public void Edits_of_a_prompt_change_no_bit_in_any_model() =>
        Gen.Select(RandomModel.Any, Sizes, Edits, Gen.Int[1, 8]).Sample(
            (random, sizes, edits, threads) =>
            {
                var model = random with { Width = sizes.Width, HeadWidth = sizes.HeadWidth, Heads = sizes.Heads, RotaryDimensions = Math.Min(random.RotaryDimensions, sizes.HeadWidth / 2 * 2) };
                using var world = new CachedWorld(model.Build(), threads);
                Edit(world, edits, random.Seed, RandomModel.Context);
            },
            iter: 80,
            threads: 1);

    [TestMethod]
    [DynamicData(nameof(TinyModels))]
    public void Edits_of_a_prompt_change_no_bit_in_a_model_of_any_family(string name)
    {
        using var model = ModelLoader.Load(Path.Combine(TestFiles.Models, "tiny", name), 2, CancellationToken.None);
        Gen.Select(Edits, Gen.UInt, Gen.Int[1, 4]).Sample(
            (edits, seed, threads) =>
            {
                using var world = new CachedWorld(model, threads, ownsModel: false);
                Edit(world, edits, seed, model.Spec.Context);
            },
            iter: 8,
            threads: 1);
    }

    [TestMethod]
    public void Suffix_of_two_tokens_or_more_after_any_prefix_has_the_bits_of_the_whole()
    {
        using var world = new CachedWorld(new RandomModel { Layers = 2, HeadNorms = true, Window = 5 }.Build());
        var ids = Prompts.Random(RandomModel.Context, 61, 5);
        for (var length = 3; length <= ids.Length; length++)
        {
            // Suffixes begin at multiples of 4, so that rows of 12 entries stay where they are within a cache line.
            Assert.AreEqual(length == 3 ? 0 : (length - 2) / 4 * 4, world.Check(ids[..length], world.KeptTaps), $"{length} tokens");
        }
    }

    [TestMethod]
    [DataRow(1, 44, 44)]
    [DataRow(2, 40, 0)]
    public void Prompt_that_becomes_so_long_that_kernels_add_up_otherwise_is_computed_anew(int threads, int before, int then)
    {
        // Sums of 300 products for 48 columns: two threads share the columns of 5 to 47 rows, which gives them one stretch of sums instead of two.
        using var world = new CachedWorld(new RandomModel { Width = 300, Heads = 3, KvHeads = 3, HeadWidth = 16, FfWidth = 48 }.Build(), threads);
        var ids = Prompts.Random(RandomModel.Context, 61, 5);
        world.Run(ids[..46]);
        Assert.AreEqual(before, world.Check(ids[..47], world.KeptTaps));
        Assert.AreEqual(then, world.Check(ids[..48], world.KeptTaps));
        for (var length = 49; length <= ids.Length; length++)
        {
            Assert.AreEqual((length - 2) / 4 * 4, world.Check(ids[..length], world.KeptTaps), $"{length} tokens");
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(8)]
    public void Embedded_model_has_the_same_bits_after_edits_at_the_end_and_in_the_middle(int threads)
    {
        using var model = ModelLoader.Load(Path.Combine(TestFiles.Models, "smollm2-135m-instruct"), 2, CancellationToken.None);
        using var world = new CachedWorld(model, threads, PrefixCache.DefaultBudget, ownsModel: false);
        var ids = Prompts.Random(300, model.Spec.Vocabulary, 7);
        string[] some = [.. world.StreamTaps, TapName.Key(3), TapName.Pattern(11), TapName.MlpPost(29), TapName.FinalNormalized];
        world.Check(ids[..150], world.KeptTaps);

        // With fewer than five rows the keys' product is too small for eight threads, and fewer threads add up otherwise.
        Assert.AreEqual(threads == 8 ? 146 : 149, world.Check(ids[..151], world.KeptTaps));
        Assert.AreEqual(151, world.Check(ids[..151], some));
        Assert.AreEqual(144, world.Check([.. ids[..144], 17, 18, .. ids[146..160]], some));

        // Beyond 192 rows the keys' product is shared by rows on any number of threads; on three or more that is another path.
        Assert.AreEqual(threads <= 2 ? 151 : 0, world.Check(ids[..260], world.KeptTaps));
        var rest = world.Check(ids[..265], world.KeptTaps);
        Assert.IsTrue(threads == 8 ? rest == 0 : rest is 260 or 259, $"{rest} reused");
    }

    private static void Edit(CachedWorld world, (double Keep, int Added, int Taps)[] edits, uint seed, int context)
    {
        var all = Compare.AllTaps(world.Model);
        var prompt = Prompts.Random(Math.Min(20, context), world.Model.Spec.Vocabulary, seed);
        foreach (var (keep, added, taps) in edits)
        {
            var kept = (int)(keep * prompt.Length);
            int[] next = [.. prompt[..kept], .. Prompts.Random(added, world.Model.Spec.Vocabulary, seed++)];
            prompt = next.Length == 0 ? prompt : next[..Math.Min(next.Length, context)];
            world.Check(prompt, taps switch
            {
                0 => world.StreamTaps,
                1 => world.KeptTaps,
                2 => all,
                3 => [all[(int)(seed % (uint)all.Length)]],
                4 => [TapName.Logits],
                _ => [.. all.Where((_, index) => ((index * 7) + (int)(seed % 5)) % 11 == 0)],
            });
        }
    }
}
