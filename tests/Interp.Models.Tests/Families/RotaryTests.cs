using Interp.Models.Tests;

namespace Interp.Models.Families.Tests;

/// <summary>One rotation, however it is spelled.</summary>
[TestClass]
public sealed class RotaryTests
{
    [TestMethod]
    [TestCategory("R23")]
    public void The_base_may_stand_at_the_top_or_nested()
    {
        using var flat = new SafetensorsModel("llama-gqa").With("rope_theta", "500000.0");
        using var nested = new SafetensorsModel("llama-gqa").Without("rope_theta").With("rope_parameters", "{\"rope_type\": \"default\", \"rope_theta\": 500000.0}");
        using var beside = new SafetensorsModel("llama-gqa").With("rope_theta", "500000.0").With("rope_parameters", "{\"rope_type\": \"default\"}");
        var expected = Frequencies(flat);
        Assert.AreEqual(Math.Pow(500000, -2.0 / 8), expected[1], 1e-15);
        CollectionAssert.AreEqual(expected, Frequencies(nested));
        CollectionAssert.AreEqual(expected, Frequencies(beside));
    }

    [TestMethod]
    [TestCategory("R23")]
    public void Of_two_bases_that_differ_the_nested_one_is_used_and_both_are_named()
    {
        using var both = new SafetensorsModel("llama-gqa").With("rope_theta", "10000.0").With("rope_parameters", "{\"rope_theta\": 20000.0}");
        using var model = both.Load();
        Assert.AreEqual(Math.Pow(20000, -2.0 / 8), model.Spec.Rotary?.Frequencies[1] ?? 0, 1e-15);
        Assert.ContainsSingle(model.Warnings);
        Assert.Contains("10000", model.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("20000", model.Warnings[0], StringComparison.Ordinal);
    }

    [TestMethod]
    public void Scaling_may_stand_in_the_older_or_the_newer_object()
    {
        const string scaling = "\"factor\": 8.0, \"low_freq_factor\": 1.0, \"high_freq_factor\": 4.0, \"original_max_position_embeddings\": 32";
        using var newer = new SafetensorsModel("llama3-scaled");
        using var older = new SafetensorsModel("llama3-scaled").Without("rope_parameters").With("rope_theta", "500000.0").With("rope_scaling", "{\"rope_type\": \"llama3\", " + scaling + "}");
        using var oldest = new SafetensorsModel("llama3-scaled").Without("rope_parameters").With("rope_theta", "500000.0").With("rope_scaling", "{\"type\": \"llama3\", " + scaling + "}");
        CollectionAssert.AreEqual(Frequencies(newer), Frequencies(older));
        CollectionAssert.AreEqual(Frequencies(newer), Frequencies(oldest));
    }

    [TestMethod]
    public void Llama_3_slows_long_waves_by_the_factor_and_leaves_short_ones()
    {
        // Published formula, written out for the base 500,000, 16 entries a head, 32 trained positions.
        using var scaled = new SafetensorsModel("llama3-scaled");
        var frequencies = Frequencies(scaled);
        for (var pair = 0; pair < 8; pair++)
        {
            var plain = Math.Pow(500000, -pair / 8.0);
            var wavelength = 2 * Math.PI / plain;
            var smooth = ((32 / wavelength) - 1) / (4 - 1);
            var expected = wavelength < 32 / 4.0 ? plain : wavelength > 32 ? plain / 8 : ((1 - smooth) * plain / 8) + (smooth * plain);
            Assert.AreEqual(expected, frequencies[pair], 1e-15);
        }

        Assert.AreEqual(1, frequencies[0]);
        Assert.AreEqual(Math.Pow(500000, -7 / 8.0) / 8, frequencies[7], 1e-15);
    }

    [TestMethod]
    public void Linear_scaling_divides_all_frequencies()
    {
        using var plain = new SafetensorsModel("llama-gqa");
        using var scaled = new SafetensorsModel("llama-gqa").With("rope_scaling", "{\"type\": \"linear\", \"factor\": 4.0}");
        CollectionAssert.AreEqual(Frequencies(plain).Select(frequency => frequency / 4).ToArray(), Frequencies(scaled));
    }

    [TestMethod]
    public void Dynamic_scaling_changes_nothing_within_the_context()
    {
        using var plain = new SafetensorsModel("llama-gqa");
        using var scaled = new SafetensorsModel("llama-gqa").With("rope_scaling", "{\"type\": \"dynamic\", \"factor\": 4.0}");
        CollectionAssert.AreEqual(Frequencies(plain), Frequencies(scaled));
    }

    [TestMethod]
    [TestCategory("R27")]
    public void The_share_that_is_turned_may_stand_at_the_top_or_nested()
    {
        using var flat = new SafetensorsModel("neox").With("rotary_pct", "0.5");
        using var nested = new SafetensorsModel("neox").Without("rotary_pct").With("rope_parameters", "{\"partial_rotary_factor\": 0.5, \"rope_theta\": 10000}");
        using var usual = new SafetensorsModel("neox").Without("rotary_pct").With("num_attention_heads", "2");
        CollectionAssert.AreEqual(Frequencies(flat), Frequencies(nested));
        Assert.HasCount(3, Frequencies(flat));
        Assert.HasCount(3, Frequencies(usual));
    }

    [TestMethod]
    public void Yarn_keeps_pairs_that_turn_often_and_slows_the_others_by_the_factor()
    {
        // Trained on 4,096 positions, base 500,000, 16 entries a head: pairs turn 652, 126.4, 24.5, 4.8, 0.92, ... times in them. 32 turns
        // lie between pairs 1 and 2, one turn between 3 and 4, so the blend goes from pair 1 to pair 4.
        using var stored = Yarn("\"factor\": 4.0");
        using var model = stored.Load();
        var rotary = model.Spec.Rotary ?? throw new InvalidOperationException("no rotation");
        double[] kept = [1, 1, 2 / 3.0, 1 / 3.0, 0, 0, 0, 0];
        for (var pair = 0; pair < 8; pair++)
        {
            var plain = Math.Pow(500000, -pair / 8.0);
            Assert.AreEqual((plain * kept[pair]) + (plain / 4 * (1 - kept[pair])), rotary.Frequencies[pair], 1e-15);
        }

        Assert.AreEqual(1 + (0.1 * Math.Log(4)), rotary.Magnitude, 1e-15);
        Assert.AreEqual(16384, model.Spec.Context);
        Assert.IsEmpty(model.Warnings);
    }

    [TestMethod]
    [DataRow("\"factor\": 4.0, \"attention_factor\": 1.5", 1.5)]
    [DataRow("\"factor\": 4.0, \"mscale\": 0.707, \"mscale_all_dim\": 0.707", 1.0)]
    [DataRow("\"factor\": 4.0, \"mscale\": 2.0, \"mscale_all_dim\": 1.0", 1.1217511)]
    [DataRow("\"factor\": null", 1.1386294)]
    public void Yarn_enlarges_sine_and_cosine_as_the_file_says(string members, double magnitude)
    {
        using var stored = Yarn(members);
        using var model = stored.Load();
        Assert.AreEqual(magnitude, model.Spec.Rotary?.Magnitude ?? 0, 1e-6);
    }

    [TestMethod]
    public void Yarn_without_whole_pairs_blends_between_the_pairs_themselves()
    {
        using var whole = Yarn("\"factor\": 4.0");
        using var open = Yarn("\"factor\": 4.0, \"truncate\": false");

        // Pair 1.838 turns 32 times and pair 3.950 once.
        var plain = Math.Pow(500000, -2 / 8.0);
        Assert.AreEqual(plain * (1 - ((2 - 1.83757) / (3.95044 - 1.83757) * 0.75)), Frequencies(open)[2], plain * 1e-4);
        Assert.AreNotEqual(Frequencies(whole)[2], Frequencies(open)[2]);
    }

    [TestMethod]
    public void Yarn_with_a_factor_that_the_lengths_do_not_give_uses_the_factor_and_says_so()
    {
        using var stored = Yarn("\"factor\": 8.0");
        using var model = stored.Load();
        Assert.ContainsSingle(model.Warnings);
        Assert.StartsWith("yarnFactor: ", model.Warnings[0], StringComparison.Ordinal);
        Assert.AreEqual(1 + (0.1 * Math.Log(8)), model.Spec.Rotary?.Magnitude ?? 0, 1e-15);
    }

    [TestMethod]
    public void Longrope_slows_each_pair_by_its_factor_for_short_prompts_and_ends_the_context_there()
    {
        using var stored = new SafetensorsModel("phi3").With("original_max_position_embeddings", "16")
            .With("rope_scaling", "{\"type\": \"longrope\", \"short_factor\": [1.25, 2.0], \"long_factor\": [4.0, 8.0]}");
        using var model = stored.Load();
        var rotary = model.Spec.Rotary ?? throw new InvalidOperationException("no rotation");
        Assert.AreEqual(1 / 1.25, rotary.Frequencies[0], 1e-15);
        Assert.AreEqual(0.01 / 2, rotary.Frequencies[1], 1e-15);
        Assert.AreEqual(Math.Sqrt(1 + (Math.Log(4) / Math.Log(16))), rotary.Magnitude, 1e-15);
        Assert.AreEqual(16, model.Spec.Context);
        Assert.ContainsSingle(model.Warnings);
        Assert.StartsWith("contextCut: ", model.Warnings[0], StringComparison.Ordinal);
    }

    private static SafetensorsModel Yarn(string members) => new SafetensorsModel("llama3-scaled").With("max_position_embeddings", "16384")
        .With("rope_parameters", "{\"rope_type\": \"yarn\", \"rope_theta\": 500000.0, \"original_max_position_embeddings\": 4096, " + members + "}");

    private static double[] Frequencies(SafetensorsModel stored)
    {
        using var model = stored.Load();
        return [.. model.Spec.Rotary?.Frequencies ?? []];
    }
}
