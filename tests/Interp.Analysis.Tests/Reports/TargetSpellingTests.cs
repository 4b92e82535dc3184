using System.Text.Json.Nodes;
using Interp.Contracts;

namespace Interp.Analysis.Tests.Reports;

/// <summary>A word with and without its blank are different tokens, and a target of two tokens was cut to one silently (minicons 2).</summary>
[TestClass]
public sealed class TargetSpellingTests
{
    private static readonly LensRequest Request = new()
    {
        Model = TestFiles.Model("smollm2-135m-instruct"), Text = "The capital of France is", Positions = [-1], Top = 1,
    };

    [TestMethod]
    public void The_word_with_its_blank_is_the_answer_and_the_word_alone_is_another_token()
    {
        var spaced = Run(" Paris");
        var bare = Run("Paris");

        Assert.AreEqual(1, spaced.Cells[0][^1].Target?.Rank);
        Assert.AreEqual("Paris", bare.Cells[0][^1].Target?.Text);
        Assert.AreNotEqual(spaced.Settings.Target, bare.Settings.Target);
        Assert.IsGreaterThan(1, bare.Cells[0][^1].Target?.Rank ?? 0);
    }

    [TestMethod]
    public void A_word_of_several_tokens_is_refused_with_the_list()
    {
        var refusal = Refusals.Expect(ErrorKind.TargetNotOneToken, () => Run("Lasagna"));

        var texts = ((JsonArray?)refusal.Facts?["tokens"])?.Select(token => (string?)token?["text"]).ToArray() ?? [];
        Assert.IsGreaterThan(1, texts.Length);
        Assert.AreEqual("Lasagna", string.Concat(texts));
    }

    [TestMethod]
    public void Equal_target_and_contrast_are_refused() => Refusals.Expect(
        ErrorKind.OutOfRange,
        () => TestModels.Run(new LensAnalysis(), Request with { Target = new TokenChoice { Text = " Paris" }, Contrast = new TokenChoice { Text = " Paris" } }));

    private static LensResult Run(string target) => TestModels.Run(new LensAnalysis(), Request with { Target = new TokenChoice { Text = target } });
}
