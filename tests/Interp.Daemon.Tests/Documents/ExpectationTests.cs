using Interp.Analysis;
using Interp.Contracts;
using Interp.Daemon.Documents;

namespace Interp.Daemon.Tests.Documents;

[TestClass]
public sealed class ExpectationTests
{
    private const string Prompt = "The capital of France is";

    [TestMethod]
    public void Probabilities_ranks_and_top_are_those_of_forward()
    {
        var forward = Run<ForwardResult>(new ForwardRequest { Method = "forward", Text = Prompt, Positions = [-1], Top = 50 }).Predictions ?? [];
        var top = forward[0].Top;
        var outcomes = Evaluate(
            ["@target \" Paris\""],
            $"prob({top[0].Id}) >= 0", $"logprob({JsonStrings.Of(top[4].Text)}) >= -100", $"rank({top[30].Id}) <= 31", $"top == {JsonStrings.Of(top[0].Text)}", $"top == {top[1].Id}");
        Assert.AreEqual(top[0].Prob, Number(outcomes[0]), 1e-6);
        Assert.AreEqual(top[4].LogProb, Number(outcomes[1]), 1e-4);
        Assert.AreEqual(31, Number(outcomes[2]));
        Assert.AreEqual(" Paris", outcomes[3].Token);
        Assert.AreEqual("True True True True False", string.Join(' ', outcomes.Select(outcome => outcome.Met)));
        StringAssert.StartsWith(outcomes[4].Message, $"top is \" Paris\", expected == {top[1].Id}. \" the\" has rank 2 and probability 6.5 %.");
    }

    [TestMethod]
    public void A_layer_is_read_in_the_lens_of_the_block_and_an_unmet_one_says_where_it_would_hold()
    {
        // Ranks after layers 24, 28 and 29 as published with the tour's prompts: 92, 3 and 1.
        var outcomes = Evaluate([], "rank(\" Paris\", layer=24) <= 3", "rank(\" Paris\", layer=28) <= 3", "prob(\" Paris\", layer=28) > 0.9", "top(layer=29) == \" Paris\"");
        Assert.AreEqual("rank(\" Paris\", layer=24) is 92, expected <= 3. It is 3 after layer 28 and 1 after layer 29.", outcomes[0].Message);
        Assert.IsTrue(outcomes[1].Met);
        Assert.AreEqual(0.07035, Number(outcomes[2]), 5e-4);
        Assert.AreEqual("prob(\" Paris\", layer=28) is 0.070, expected > 0.9. It holds after no layer.", outcomes[2].Message);
        Assert.IsTrue(outcomes[3].Met);

        var frozen = Run<LensResult>(new LensRequest { Method = "lens", Text = Prompt, Mode = "frozen", Positions = [-1], Target = new TokenChoice { Text = " Paris" } });
        Assert.AreEqual(frozen.Cells[0][26].Target?.LogProb ?? 0, Number(Evaluate(["@lens frozen"], "logprob(\" Paris\", layer=25) < 0")[0]), 1e-9);
        Assert.AreEqual("out", frozen.Rows[26].Row);
    }

    [TestMethod]
    public void Scores_are_those_of_contributions_with_the_target_and_contrast_of_the_block()
    {
        var expected = Run<ContributionsResult>(new ContributionsRequest
        {
            Method = "contributions", Text = Prompt, Target = new TokenChoice { Text = " Paris" }, Contrast = new TokenChoice { Text = " London" },
            Levels = ["layers"], Rows = [new PartChoice { Layer = 29, Head = 1 }, new PartChoice { Layer = 28, Neuron = 1078 }],
        });
        var runner = new DirectRunner();
        var outcomes = Evaluate(runner, ["@target \" Paris\"", "@contrast \" London\""], Prompt, "score(head 29.1) > 0", "score(neuron 28.1078) < 100", "score(attn 23) > -100", "score(ff 29) > -100");
        Assert.AreEqual(1, runner.Runs);
        Assert.AreEqual(expected.Rows?[0].Score ?? 0, Number(outcomes[0]), 1e-9);
        Assert.AreEqual(expected.Rows?[1].Score ?? 0, Number(outcomes[1]), 1e-9);
        Assert.AreEqual(expected.Layers?.Single(row => row is { Component: "attn", Layer: 23 }).Score ?? 0, Number(outcomes[2]), 1e-9);
        Assert.AreEqual(expected.Layers?.Single(row => row is { Component: "ff", Layer: 29 }).Score ?? 0, Number(outcomes[3]), 1e-9);
    }

    [TestMethod]
    public void A_neuron_is_read_as_documents_and_as_views_write_it()
    {
        var outcomes = Evaluate(["@target \" Paris\""], "score(neuron 28.1078) > 0", "score(neuron 28:1078) > 0");
        Assert.AreEqual(Number(outcomes[0]), Number(outcomes[1]));
        var (problem, covered) = Marked.ProblemOf("@expect score(head 23:4) > 0");
        Assert.AreEqual("Layer and head have a dot between them.", problem.Message);
        Assert.AreEqual((":", "."), (covered, problem.Fixes.Single().NewText));
    }

    [TestMethod]
    public void A_token_that_the_model_says_with_a_blank_in_front_is_hinted_at()
    {
        var outcomes = Evaluate([], "prob(\"Paris\") >= 0.5", "prob(\"Paris\") < 0.5", "top == \"Paris\"", "prob(\" Paris\") > 0.9", "prob(\"London\") > 0.9", "prob(\"Rome\") > 0.9");
        Assert.AreEqual(" Paris| Paris| Paris|| London|", string.Join('|', outcomes.Select(outcome => outcome.Spelling?.Text)));
        Assert.AreEqual("Did you mean \" Paris\", with a blank in front?", outcomes[0].Hint);
        Assert.IsNull(outcomes[1].Hint, "It is met.");
        Assert.AreEqual("Did you mean \" France\"?", Evaluate([], "attention(head 1.1, \"France\") > 0")[0].Hint);
    }

    [TestMethod]
    public void Attention_to_a_token_is_the_sum_over_its_positions_up_to_the_query()
    {
        const string twice = "Mary and John and Mary";
        var tap = Run<ForwardResult>(new ForwardRequest { Method = "forward", Text = twice, Taps = ["blocks.10.attn.hook_pattern"] }).Taps?["blocks.10.attn.hook_pattern"];
        Assert.IsNotNull(tap);
        var length = tap.Shape[1];
        float Of(int query, int source) => tap.Data[(((4 * length) + query) * length) + source];
        var outcomes = Evaluate(new DirectRunner(), [], twice, "attention(head 10.4, \" and\") > 0", "attention(head 10.4, 0) > 0", "attention(head 10.4, -1) > 0");
        Assert.AreEqual(Of(4, 1) + Of(4, 3), Number(outcomes[0]), 1e-6);
        Assert.AreEqual(Of(4, 0), Number(outcomes[1]), 1e-6);
        Assert.AreEqual(Of(4, 4), Number(outcomes[2]), 1e-6);
        var earlier = Evaluate(new DirectRunner(), ["@position 2"], twice, "attention(head 10.4, \" and\") > 0", "attention(head 10.4, 4) == 0");
        Assert.AreEqual(Of(2, 1), Number(earlier[0]), 1e-6);
        Assert.IsTrue(earlier[1].Met, "What comes later is not attended to.");
    }

    [TestMethod]
    [DataRow("prob(\"Lasagna\") > 0", ErrorKind.TargetNotOneToken, "Its token \"Lasagna\" is 3 tokens")]
    [DataRow("prob(99999) > 0", ErrorKind.OutOfRange, "This model has tokens 0 to 49,151; 99999 lies outside.", "99999")]
    [DataRow("top == 49152", ErrorKind.OutOfRange, "This model has tokens 0 to 49,151; 49152 lies outside.", "49152")]
    [DataRow("rank(\" Paris\", layer=30) < 3", ErrorKind.OutOfRange, "This model has layers 0 to 29; 30 lies outside.", "30")]
    [DataRow("top(layer=99) == \" Paris\"", ErrorKind.OutOfRange, "This model has layers 0 to 29; 99 lies outside.", "99")]
    [DataRow("score(attn 30) > 0", ErrorKind.OutOfRange, "This model has layers 0 to 29; 30 lies outside.", "30")]
    [DataRow("score(ff 30) > 0", ErrorKind.OutOfRange, "This model has layers 0 to 29; 30 lies outside.", "30")]
    [DataRow("score(head 99.9) > 0", ErrorKind.OutOfRange, "This model has layers 0 to 29; 99 lies outside.", "99")]
    [DataRow("score(head 1.9) > 0", ErrorKind.OutOfRange, "Layer 1 of this model has heads 0 to 8; 9 lies outside.", "9")]
    [DataRow("score(neuron 28:99999) > 0", ErrorKind.OutOfRange, "Layer 28 of this model has neurons 0 to 1535; 99999 lies outside.", "99999")]
    [DataRow("attention(head 99.9, 0) > 0", ErrorKind.OutOfRange, "This model has layers 0 to 29; 99 lies outside.", "99")]
    [DataRow("attention(head 1.9, 0) > 0", ErrorKind.OutOfRange, "Layer 1 of this model has heads 0 to 8; 9 lies outside.", "9")]
    [DataRow("attention(head 1.1, 9) > 0", ErrorKind.OutOfRange, "The prompt has positions 0 to 4; 9 lies outside.", "9")]
    [DataRow("attention(head 1.1, -6) > 0", ErrorKind.OutOfRange, "The prompt has positions 0 to 4; -6 lies outside.", "-6")]
    [DataRow("attention(head 1.1, \"France\") > 0", ErrorKind.OutOfRange, "The prompt has no token \"France\" up to position 4.")]
    [DataRow("attention(head 1.1, \" Rome\") > 0", ErrorKind.OutOfRange, "The prompt has no token \" Rome\" up to position 4.")]
    public void What_cannot_be_had_is_a_failure_of_that_expectation_alone(string expectation, ErrorKind kind, string message, string? place = null)
    {
        var outcomes = Evaluate(["@target \" Paris\""], "prob(\" Paris\") > 0.5", expectation, "score(head 29.1) > 0", "prob(\" the\") > 0");
        Assert.AreEqual("True False True True", string.Join(' ', outcomes.Select(outcome => outcome.Met)));
        Assert.AreEqual(kind, outcomes[1].Failure?.Kind);
        StringAssert.Contains(outcomes[1].Message, message);
        Assert.AreEqual(place, outcomes[1].Place is { } slice ? expectation[slice.Start..slice.End] : null);
        Assert.IsGreaterThan(0, outcomes[1].Failure?.Hint?.Length ?? 0);
    }

    [TestMethod]
    [DataRow(0.49996, 0.5, false, "0.49996")]
    [DataRow(0.773, 0.5, true, "0.773")]
    [DataRow(0.5000004, 0.5, true, "0.500")]
    [DataRow(0.00012, 0.5, false, "1.2e-4")]
    public void A_value_has_the_digits_that_show_its_side_of_the_bound(double value, double bound, bool met, string text)
    {
        var expectation = Marked.Lines("### a", FormattableString.Invariant($"@expect prob(\"x\") >= {bound}"), "p").Blocks[0].Expectations.Single();
        Assert.AreEqual(text, new ExpectationOutcome { Expectation = expectation, Number = value, Met = met }.ValueText);
    }

    [TestMethod]
    public void Equal_numbers_differ_by_no_more_than_a_millionth()
    {
        Assert.IsTrue(Comparison.Equal.Holds(1.0000009, 1));
        Assert.IsFalse(Comparison.Equal.Holds(1.0000011, 1));
    }

    private static double Number(ExpectationOutcome outcome)
    {
        Assert.IsNull(outcome.Failure, outcome.Message);
        return outcome.Number ?? double.NaN;
    }

    private static TResult Run<TResult>(AnalysisRequest request)
        where TResult : AnalysisResult => (TResult)new DirectRunner().RunAsync(request, CancellationToken.None).GetAwaiter().GetResult();

    private static IReadOnlyList<ExpectationOutcome> Evaluate(string[] directives, params string[] expectations) => Evaluate(new DirectRunner(), directives, Prompt, expectations);

    private static IReadOnlyList<ExpectationOutcome> Evaluate(DirectRunner runner, string[] directives, string prompt, params string[] expectations)
    {
        var document = Marked.Lines(["### a", .. directives, .. expectations.Select(expectation => "@expect " + expectation), prompt]);
        Assert.IsEmpty(document.Problems, string.Join(" | ", document.Problems.Select(problem => problem.Message)));
        var block = document.Blocks[0];
        var limits = ModelLimits.OfAsync(block, new BlockContext(), new DirectRunner(), CancellationToken.None).GetAwaiter().GetResult();
        return new ExpectationEvaluator(runner).EvaluateAsync(block, new BlockContext(), [.. block.Expectations], limits, CancellationToken.None).GetAwaiter().GetResult();
    }
}
