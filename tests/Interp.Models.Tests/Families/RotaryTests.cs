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

    private static double[] Frequencies(SafetensorsModel stored)
    {
        using var model = stored.Load();
        return [.. model.Spec.Rotary?.Frequencies ?? []];
    }
}
