using Interp.Contracts;

[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

namespace Interp.Figures.Tests;

[TestClass]
public sealed class LabelTests
{
    [TestMethod]
    [DataRow(" Paris", "·Paris")]
    [DataRow("  two", "··two")]
    [DataRow("a b", "a·b")]
    [DataRow("\n", "↵")]
    [DataRow("\t\t", "→→")]
    [DataRow("\r\n", "[U+000D]↵")]
    [DataRow("\u200B", "[U+200B]")]
    [DataRow("\u202E", "[U+202E]")]
    [DataRow("\u00A0x", "[U+00A0]x")]
    [DataRow("\u00AD", "[U+00AD]")]
    [DataRow("\u001b[31m", "[U+001B][31m")]
    [DataRow("\0", "[U+0000]")]
    [DataRow("\u3164", "[U+3164]")]
    [DataRow("\u0301", "◌\u0301")]
    [DataRow("e\u0301", "e\u0301")]
    [DataRow("", "[empty]")]
    [DataRow("<0xE2>", "<0xE2>")]
    [DataRow("[red]x[/]", "[red]x[/]")]
    [DataRow("\U000E0041", "[U+E0041]")]
    [DataRow("😀", "😀")]
    public void Every_character_leaves_a_mark(string text, string label) => Assert.AreEqual(label, TokenLabel.Of(text));

    [TestMethod]
    public void Half_a_surrogate_pair_is_shown_as_the_replacement_character() => Assert.AreEqual("\uFFFDa", TokenLabel.Of(new string(['\uD800', 'a'])));

    [TestMethod]
    public void A_long_label_is_cut_to_its_length_between_characters()
    {
        Assert.AreEqual("·anthologies1", TokenLabel.Of(" anthologies1", 14));
        Assert.AreEqual("·anthologies1…", TokenLabel.Of(" anthologies123", 14));
        Assert.AreEqual("😀😀…", TokenLabel.Of("😀😀😀😀", 3));
        Assert.AreEqual("ab…", TokenLabel.Of("ab\u200Bcd", 5));
        Assert.AreEqual("e\u0301e\u0301…", TokenLabel.Of("e\u0301e\u0301e\u0301e\u0301", 3));
    }

    [TestMethod]
    public void Tokens_that_share_a_character_are_one_part_of_the_prompt()
    {
        TokenInfo[] tokens =
        [
            new() { Id = 1, Text = "<0xE6>", Start = 0, End = 1 }, new() { Id = 2, Text = "<0x9C><0xAC>", Start = 0, End = 1 },
            new() { Id = 3, Text = " a", Start = 1, End = 3 }, new() { Id = 4, Text = "<0xE6>", Start = 3, End = 9 }, new() { Id = 5, Text = "<0xE6>", Start = 9, End = 10 },
        ];

        PromptPart[] expected = [new(0, 1, "本"), new(2, 2, "·a"), new(3, 3, "<0xE6>"), new(4, 4, "<0xE6>")];
        Assert.IsTrue(expected.SequenceEqual(PromptText.Of(tokens)), string.Join(", ", PromptText.Of(tokens)));
    }

    [TestMethod]
    public void Two_ids_with_one_spelling_are_told_apart_by_their_ids()
    {
        var labels = new TokenLabels([(35, "B"), (66, "B"), (7, " B"), (35, "B")]);

        Assert.AreEqual("B#35", labels.Of(35, "B"));
        Assert.AreEqual("B#66", labels.Of(66, "B"));
        Assert.AreEqual("·B", labels.Of(7, " B"));
    }

    [TestMethod]
    [DataRow(0.773, "77.3")]
    [DataRow(0.0649, "6.5")]
    [DataRow(0.00995, "1.0")]
    [DataRow(0.0099, "0.99")]
    [DataRow(0.00031, "0.031")]
    [DataRow(0.0000012, "1.2e-4")]
    [DataRow(1.0, "100.0")]
    [DataRow(0.0, "0")]
    public void Probabilities_have_one_decimal_or_two_significant_digits(double probability, string text) => Assert.AreEqual(text, NumberText.Percent(probability));

    [TestMethod]
    [DataRow(3.449, "+3.45")]
    [DataRow(-1.706, "-1.71")]
    [DataRow(-0.0004, "0.00")]
    [DataRow(0.0, "0.00")]
    public void Scores_have_a_sign_and_two_decimals(double score, string text) => Assert.AreEqual(text, NumberText.Score(score));

    [TestMethod]
    [DataRow(35.6094, "35.6")]
    [DataRow(2.60133, "2.60")]
    [DataRow(0.012345, "0.0123")]
    [DataRow(12345.0, "12345")]
    [DataRow(0.0, "0")]
    [DataRow(1.5e-9, "1.50e-9")]
    public void Norms_have_three_significant_digits(double norm, string text) => Assert.AreEqual(text, NumberText.Norm(norm));

    [TestMethod]
    public void Counts_have_thousands_separators() => Assert.AreEqual("46,080", NumberText.Count(46080));
}
