using System.Text.Json.Nodes;
using Interp.Contracts;
using Interp.Models;

namespace Interp.Analysis.Tests;

[TestClass]
public sealed class TokenChoicesTests
{
    private readonly Model model = SmallModels.Create(vocabulary: 8, tokenizer: new SpelledTokenizer("Paris", " Paris", "Lasa", "gna", " Lasagna", "twin", "twin"));

    [TestCleanup]
    public void Close() => model.Dispose();

    [TestMethod]
    [DataRow("Paris", 0)]
    [DataRow(" Paris", 1)]
    public void A_word_with_and_without_a_leading_blank_are_two_tokens(string text, int id) =>
        Assert.AreEqual(id, TokenChoices.Resolve("target", new TokenChoice { Text = text }, model));

    [TestMethod]
    public void A_text_of_two_tokens_is_refused_with_its_tokens_and_the_spelling_that_is_one()
    {
        var refusal = Refusals.Expect(ErrorKind.TargetNotOneToken, () => TokenChoices.Resolve("target", new TokenChoice { Text = "Lasagna" }, model));

        var tokens = (JsonArray?)refusal.Facts?["tokens"];
        Assert.AreEqual("""[{"id":2,"text":"Lasa"},{"id":3,"text":"gna"}]""", tokens?.ToJsonString());
        Assert.AreEqual(""" Lasagna""", (string?)refusal.Facts?["withBlank"]?["text"]);
        StringAssert.Contains(refusal.Hint, "\" Lasagna\"", StringComparison.Ordinal);
    }

    [TestMethod]
    public void No_spelling_is_offered_that_does_not_exist()
    {
        var refusal = Refusals.Expect(ErrorKind.TargetNotOneToken, () => TokenChoices.Resolve("target", new TokenChoice { Text = "ParisParis" }, model));

        Assert.IsNull(refusal.Facts?["withBlank"]);
    }

    [TestMethod]
    public void Two_tokens_of_one_spelling_are_told_apart_by_the_tokenizer() =>
        Assert.AreEqual(5, TokenChoices.Resolve("target", new TokenChoice { Text = "twin" }, model));

    [TestMethod]
    public void An_empty_text_names_no_token() =>
        Refusals.Expect(ErrorKind.TargetNotOneToken, () => TokenChoices.Resolve("target", new TokenChoice { Text = "" }, model));

    [TestMethod]
    [DataRow(-1)]
    [DataRow(8)]
    public void An_id_outside_the_vocabulary_is_refused(int id) =>
        Refusals.Expect(ErrorKind.OutOfRange, () => TokenChoices.Resolve("target", new TokenChoice { Id = id }, model));

    [TestMethod]
    public void Equal_target_and_contrast_are_refused() => Refusals.Expect(
        ErrorKind.OutOfRange, () => TokenChoices.ResolvePair(new TokenChoice { Id = 1 }, new TokenChoice { Text = " Paris" }, model));
}
