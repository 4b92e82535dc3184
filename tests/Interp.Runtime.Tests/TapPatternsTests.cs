using Interp.Contracts;
using Interp.Models;
using Interp.Runtime.Tests.Support;

namespace Interp.Runtime.Tests;

/// <summary>Names and patterns of taps, and what is refused.</summary>
[TestClass]
public sealed class TapPatternsTests
{
    [TestMethod]
    public void Star_stands_for_a_whole_part_between_dots()
    {
        CollectionAssert.AreEqual(
            new[] { "hook_embed", "blocks.0.hook_resid_post", "blocks.1.hook_resid_post" },
            Expand(gated: true, "blocks.*.hook_resid_post", "hook_embed"));
        CollectionAssert.AreEqual(new[] { "ln_final.hook_scale", "ln_final.hook_normalized" }, Expand(gated: true, "ln_final.*"));
        CollectionAssert.Contains(Expand(gated: true, "blocks.1.*.*"), "blocks.1.mlp.hook_pre_linear");
        CollectionAssert.DoesNotContain(Expand(gated: false, "blocks.1.*.*"), "blocks.1.mlp.hook_pre_linear");
    }

    [TestMethod]
    public void Taps_are_listed_once_and_in_the_order_of_the_stream()
    {
        CollectionAssert.AreEqual(
            new[] { "blocks.0.attn.hook_q", "blocks.0.attn.hook_z", "logits" },
            Expand(gated: true, "logits", "blocks.0.attn.hook_z", "blocks.0.attn.hook_q", "blocks.0.attn.hook_z", "*.0.*.hook_q"));
    }

    [TestMethod]
    [DataRow("blocks.1.hook_resid_mdi", "blocks.1.hook_resid_mid")]
    [DataRow("blocks.*.attn.hook_patern", "blocks.*.attn.hook_pattern")]
    [DataRow("logit", "logits")]
    public void Name_that_no_model_has_is_refused_with_the_nearest(string pattern, string nearest)
    {
        var failure = Refusal(gated: true, pattern);
        Assert.AreEqual(ErrorKind.SettingUnknown, failure.Kind);
        Assert.AreEqual(nearest, (string?)failure.Facts?["nearest"]);
    }

    [TestMethod]
    [DataRow("blocks.*.hook_*")]
    [DataRow("blocks.01.hook_resid_post")]
    [DataRow("blocks.-1.hook_resid_post")]
    [DataRow("blocks.*")]
    [DataRow("")]
    public void Star_is_no_part_of_a_part_and_layers_are_plain_numbers(string pattern) =>
        Assert.AreEqual(ErrorKind.SettingUnknown, Refusal(gated: true, pattern).Kind);

    [TestMethod]
    [DataRow("blocks.0.mlp.hook_pre_linear")]
    [DataRow("blocks.*.mlp.hook_pre_linear")]
    public void Tap_of_another_kind_of_model_is_not_available(string pattern) =>
        Assert.AreEqual(ErrorKind.NotAvailable, Refusal(gated: false, pattern).Kind);

    [TestMethod]
    public void Layer_that_the_model_lacks_is_out_of_range()
    {
        var failure = Refusal(gated: true, "blocks.2.hook_resid_post");
        Assert.AreEqual(ErrorKind.OutOfRange, failure.Kind);
        Assert.AreEqual(1, (int?)failure.Facts?["last"]);
    }

    private static string[] Expand(bool gated, params string[] patterns)
    {
        using var model = new RandomModel { Gated = gated }.Build();
        return [.. TapPatterns.Expand(patterns, model.Spec)];
    }

    private static InterpException Refusal(bool gated, string pattern) => Assert.ThrowsExactly<InterpException>(() => Expand(gated, pattern));
}
