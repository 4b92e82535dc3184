using Interp.Daemon.Documents;

namespace Interp.Daemon.Tests.Documents;

[TestClass]
public sealed class ProblemTests
{
    [TestMethod]
    [DataRow("@traget \"x\"", "@traget", "There is no directive @traget.", "Did you mean @target?", "@target")]
    [DataRow("@", "@", "A directive has no name.", null, null)]
    [DataRow("@target", "", "@target has no value.", null, null)]
    [DataRow("@target Paris", "Paris", "The value of @target is neither a JSON string nor an id.", null, "\" Paris\"")]
    [DataRow("@target \"Paris", "\"Paris", "The value of @target is no JSON string.", null, null)]
    [DataRow("@position last", "last", "The value of @position is no whole number.", null, null)]
    [DataRow("@top -1", "-1", "The value of @top is no whole number from 0 on.", null, null)]
    [DataRow("@lens frozn", "frozn", "@lens cannot be \"frozn\".", null, "frozen")]
    [DataRow("@provider gpu", "gpu", "@provider cannot be \"gpu\".", null, "cpu")]
    [DataRow("@layers 9-3", "9-3", "@layers ends with 3 before it begins with 9.", null, "3-9")]
    [DataRow("@layers all", "all", "The value of @layers is no range of layers.", null, null)]
    [DataRow("@edits [1", "[1", "The value of @edits is no valid JSON.", null, null)]
    [DataRow("@set lens", "lens", "@set takes METHOD.MEMBER and a JSON value.", null, null)]
    [DataRow("@set lenz.top 3", "lenz", "There is no method \"lenz\".", "Did you mean lens?", "lens")]
    [DataRow("@set lens.tpo 3", "tpo", "lens has no member \"tpo\".", "Did you mean top?", "top")]
    [DataRow("@set lens.top \"x\"", "\"x\"", "`top` is a string where an integer is due.", null, null)]
    [DataRow("@set lens.mode frozen", "frozen", "The value of lens.mode is no JSON.", null, null)]
    [DataRow("@set lens.text \"x\"", "lens.text", "lens.text is what the block itself says.", null, null)]
    [DataRow("@expect porb(\"x\") > 1", "porb", "There is no measure \"porb\".", "Did you mean prob?", "prob")]
    [DataRow("@expect prob \"x\" > 1", "\"x\"", "prob needs its token or part in brackets.", null, null)]
    [DataRow("@expect prob(x) > 1", "x", "Here a token in quotes, or its id is due.", null, null)]
    [DataRow("@expect prob(\"x\", 3) > 1", "3", "Only a layer can stand here.", null, null)]
    [DataRow("@expect prob(\"x\" > 1", ">", "The brackets of prob do not close here.", null, null)]
    [DataRow("@expect prob(\"x\") = 1", "=", "An operator is missing here.", null, "==")]
    [DataRow("@expect prob(\"x\") >= 0,5", ",", "Something stands behind the value.", null, null)]
    [DataRow("@expect prob(\"x\") >= much", "much", "The value is no number.", null, null)]
    [DataRow("@expect top >= \"x\"", ">=", "A token can only be equal to another.", null, "==")]
    [DataRow("@expect score(had 1.2) > 1", "had", "A part begins with attn, ff, head, neuron.", "Did you mean head?", "head")]
    [DataRow("@expect score(head 3) > 1", ")", "head needs its numbers.", null, null)]
    [DataRow("@expect attention(head 1.2) > 1", ")", "attention needs the token or position that is attended to.", null, null)]
    [DataRow("@expect prob(\"x\") >= 50", "50", "A probability lies between 0 and 1; 50 lies outside.", "50 % is written 0.5.", "0.5")]
    [DataRow("@expect prob(\"x\", layer=3) < -0.1", "-0.1", "A probability lies between 0 and 1; -0.1 lies outside.", null, null)]
    [DataRow("@expect attention(head 1.2, 0) > 77.3", "77.3", "Attention lies between 0 and 1; 77.3 lies outside.", "77.3 % is written 0.773.", "0.773")]
    [DataRow("@expect rank(\"x\") <= 0", "0", "Ranks begin with 1; 0 lies outside.", null, null)]
    [DataRow("@expect logprob(\"x\") > 0.5", "0.5", "A log-probability is at most 0; 0.5 lies outside.", null, null)]
    public void Each_mistake_has_its_place_its_sentence_and_its_cure(string line, string covered, string message, string? hint, string? fix)
    {
        var (problem, place) = Marked.ProblemOf(line);
        Assert.AreEqual(message, problem.Message);
        Assert.AreEqual(covered, place);
        Assert.IsGreaterThan(0, problem.Hint.Length);
        Assert.AreEqual(hint ?? problem.Hint, problem.Hint);
        Assert.AreEqual(fix, problem.Fixes.Count > 0 ? problem.Fixes[0].NewText : null);
    }

    [TestMethod]
    public void A_directive_given_twice_counts_with_its_last_value()
    {
        var document = Marked.Lines("### a", "@top 3", "@top 4", "p");
        Assert.AreEqual("@top is given twice.", document.Problems.Single().Message);
        Assert.AreEqual(4, document.Blocks[0].Top);
    }

    [TestMethod]
    public void A_directive_behind_an_empty_line_is_text_and_said_to_be()
    {
        var document = Marked.Lines("### a", "", "@target \"x\"", "p");
        Assert.AreEqual("@target \"x\"\np", document.Blocks[0].Prompt.Text);
        Assert.AreEqual("@target stands behind an empty line, so it is part of the prompt.", document.Problems.Single().Message);
    }

    [TestMethod]
    public void Text_before_the_first_block_and_blocks_without_a_prompt_are_warned_of()
    {
        var document = Marked.Lines("# a remark", "lost", "### a", "", "### b", "p");
        Assert.AreEqual("The text before the first ### belongs to no block.|This block has no prompt.", string.Join('|', document.Problems.Select(problem => problem.Message)));
        Assert.AreEqual("lost", document.Covered(document.Problems[0].Range));
    }
}
