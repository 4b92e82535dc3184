using Interp.Contracts;
using Interp.Daemon.Documents;
using Interp.Daemon.Language;
using Interp.Daemon.Language.Protocol;
using Interp.Daemon.Tests.Documents;

namespace Interp.Daemon.Tests.Language;

[TestClass]
public sealed class FeatureTests
{
    private const string Text =
        "@model smollm2-135m-instruct\n\n### Capital of France\n@target \" Paris\"\n@contrast \" London\"\n@expect prob(\" Paris\") >= 0.5\n@expect rank(\" Paris\", layer=25) <= 3\n@expect attention(head 23.4, \" France\") > 0.8\n@expect score(head 29.1) > 0.5\n\nThe capital of France is\n";

    [TestMethod]
    public void Over_each_block_stand_actions_then_the_answer_then_the_expectations_met()
    {
        var desk = new Desk(Text);
        Assert.AreEqual("Explain|Lens", string.Join('|', CodeLenses.Of(desk.Document, desk.Readings).Select(lens => lens.Command.Title)));
        var lenses = CodeLenses.Of(desk.Read().Document, desk.Readings);
        Assert.AreEqual("Explain|Lens|→ ·Paris 77.3 %|2 of 3 expectations met, 1 not run", string.Join('|', lenses.Select(lens => lens.Command.Title)));
        Assert.AreEqual(new TextRange(new(2, 0), new(2, 21)), lenses[0].Range);
        Assert.AreEqual(new CommandTarget { Uri = Desk.Uri, Block = 0 }, lenses[0].Command.Arguments?[0]);
        Assert.AreEqual("", lenses[2].Command.Name);
    }

    [TestMethod]
    public void The_value_now_stands_behind_each_expectation_and_scores_only_after_they_were_run()
    {
        var desk = new Desk(Text);
        var all = new TextRange(default, new(99, 0));
        Assert.IsEmpty(InlayHints.Of(desk.Document, all, desk.Readings));
        var hints = InlayHints.Of(desk.Read().Document, all, desk.Readings);
        Assert.AreEqual("now 0.773 ✓|now 113 ✗|now 0.903 ✓", string.Join('|', hints.Select(hint => hint.Label)));
        Assert.AreEqual(new TextPosition(5, 29), hints[0].Position);
        Assert.HasCount(1, InlayHints.Of(desk.Document, new TextRange(new(6, 0), new(6, 9)), desk.Readings));
        Assert.HasCount(4, InlayHints.Of(desk.Read(withScores: true).Document, all, desk.Readings));
    }

    [TestMethod]
    public void An_expectation_of_the_document_is_one_of_every_block()
    {
        var desk = new Desk("@expect prob(\" Paris\") > 0.5\n### a\nThe capital of France is\n### b\nThe capital of Italy is\n").Read();
        Assert.AreEqual("now met in 1 of 2 blocks ✗", InlayHints.Of(desk.Document, new TextRange(default, new(9, 0)), desk.Readings).Single().Label);
    }

    [TestMethod]
    public void An_unmet_expectation_is_a_diagnostic_with_value_bound_and_where_it_would_hold()
    {
        var desk = new Desk(Text).Read();
        var problem = DocumentProblems.AsDiagnostic(DocumentProblems.Of(desk.Document, desk.Readings).Single());
        Assert.AreEqual("rank(\" Paris\", layer=25) is 113, expected <= 3. It is 3 after layer 28 and 1 after layer 29.", problem.Message);
        Assert.AreEqual(new TextRange(new(6, 8), new(6, 37)), problem.Range);
        Assert.AreEqual("expectation", problem.Code);
        Assert.AreEqual(1, problem.Severity);
    }

    [TestMethod]
    [DataRow("@model smollm2-135m-instrct", "There is no model \"smollm2-135m-instrct\". Did you mean \"smollm2-135m-instruct\"? A path begins with ./ or /.", "smollm2-135m-instrct", "smollm2-135m-instruct")]
    [DataRow("@target \"Berlin\"", "@target \"Berlin\" is 2 tokens: \"Ber\", \"lin\". With a leading blank it is one token: \" Berlin\".", "\"Berlin\"", "\" Berlin\"")]
    [DataRow("@contrast \"Lasagna\"", "@contrast \"Lasagna\" is 3 tokens: \"L\", \"as\", \"agna\". Give one of its tokens, or an id.", "\"Lasagna\"", "\"L\"")]
    [DataRow("@position 7", "The prompt has positions 0 to 4; 7 lies outside. Write a number from 0 to 4, or from -1 back to -5, counted from the end.", "7", null)]
    [DataRow("@target 49152", "This model has tokens 0 to 49,151; 49152 lies outside. Write the id of one of them, or its text in quotes.", "49152", null)]
    [DataRow("@layers 50-60", "This model has layers 0 to 29; 50-60 lies outside. Write layers from 0 to 29.", "50-60", null)]
    [DataRow("@layers 30", "This model has layers 0 to 29; 30 lies outside. Write layers from 0 to 29.", "30", null)]
    [DataRow("@layers 20-60", "This model has layers 0 to 29; 20-60 goes beyond. Write layers from 0 to 29.", "20-60", "20-29")]
    [DataRow("@set lens.positions [0, 7]", "The prompt has positions 0 to 4; 7 lies outside. Write a number from 0 to 4, or from -1 back to -5, counted from the end.", "[0, 7]", null)]
    [DataRow("@set contributions.inLayers [3, 30]", "This model has layers 0 to 29; 30 lies outside. Write layers from 0 to 29.", "[3, 30]", null)]
    [DataRow("@set explain.rows [{\"layer\": 2, \"head\": 9}]", "Layer 2 of this model has heads 0 to 8; 9 lies outside. Write a number from 0 to 8.", "[{\"layer\": 2, \"head\": 9}]", null)]
    [DataRow("@expect score(head 99.9) > 0", "This model has layers 0 to 29; 99 lies outside. Write layers from 0 to 29.", "99", null)]
    [DataRow("@expect score(neuron 28.99999) > 0", "Layer 28 of this model has neurons 0 to 1535; 99999 lies outside. Write a number from 0 to 1535.", "99999", null)]
    [DataRow("@expect prob(\" a\", layer=30) > 0", "This model has layers 0 to 29; 30 lies outside. Write layers from 0 to 29.", "30", null)]
    [DataRow("@expect attention(head 1.2, \"France\") >= 0", "attention(head 1.2, \"France\") has no value: The prompt has no token \"France\" up to position 4. Did you mean \" France\"?", "attention(head 1.2, \"France\") >= 0", "\" France\"")]
    [DataRow("@target \"Paris\"", "The model says \" Paris\" here, with a blank in front (77.3 %); without the blank it is another token and far less likely. Use \" Paris\", unless the other one is meant.", "\"Paris\"", "\" Paris\"")]
    [DataRow("@expect prob(\"Paris\") <= 0.9", "The model says \" Paris\" here, with a blank in front (77.3 %); without the blank it is another token and far less likely. Use \" Paris\", unless the other one is meant.", "\"Paris\"", "\" Paris\"")]
    [DataRow("@expect prob(\"Paris\") >= 0.5", null, "prob(\"Paris\") >= 0.5", "\" Paris\"")]
    [DataRow("@provider directml", null, "directml", null)]
    [DataRow("@traget \" Paris\"", "There is no directive @traget. Did you mean @target?", "@traget", "@target")]
    [DataRow("@expect prob(\"Berlin\") > 0", "prob(\"Berlin\") has no value: Its token \"Berlin\" is 2 tokens: \"Ber\", \"lin\". With a leading blank it is one token: \" Berlin\".", "prob(\"Berlin\") > 0", "\" Berlin\"")]
    public void What_the_model_says_against_a_block_stands_where_it_was_written_with_a_fix(string directive, string? message, string covered, string? fix)
    {
        var desk = new Desk($"### a\n{directive}\n\nThe capital of France is").Read();
        var problem = DocumentProblems.Of(desk.Document, desk.Readings).Single();
        Assert.AreEqual(covered, desk.Document.Document.Covered(problem.Range));
        Assert.AreEqual(message ?? DocumentProblems.AsDiagnostic(problem).Message, DocumentProblems.AsDiagnostic(problem).Message);
        var action = QuickFixes.Of(desk.Document, new CodeActionParams(new TextDocumentId(Desk.Uri), problem.Range, new CodeActionContext()), desk.Readings).FirstOrDefault();
        Assert.AreEqual(fix, action?.Edit.Changes[Desk.Uri][0].NewText);
        if (fix is not null)
        {
            desk.Store.Change(Desk.Uri, 2, [.. action?.Edit.Changes[Desk.Uri].Select(edit => new ContentChange { Range = edit.Range, Text = edit.NewText }) ?? []]);
            Assert.IsEmpty(DocumentProblems.Of(desk.Read().Document, desk.Readings));
        }
    }

    [TestMethod]
    public void What_goes_beyond_the_model_is_found_without_its_weights_and_all_of_it_at_once()
    {
        var runner = new TokensOnly();
        var desk = new Desk("### a\n@layers 50-60\n@expect score(head 99.9) > 0\n@expect attention(head 1.9, 0) > 0\n@expect prob(\" Paris\") > 0.5\n\nThe capital of France is", runner);
        Assert.IsTrue(desk.Readings.MeasureAsync(new BlockPlace(desk.Document, desk.Blocks[0]), CancellationToken.None).GetAwaiter().GetResult());
        var problems = DocumentProblems.Of(desk.Document, desk.Readings);
        Assert.AreEqual("50-60|99|9", string.Join('|', problems.Select(problem => desk.Document.Document.Covered(problem.Range))));
        Assert.IsTrue(problems.All(problem => problem.Severity == ProblemSeverity.Error));
        Assert.IsFalse(desk.Readings.MeasureAsync(new BlockPlace(desk.Document, desk.Blocks[0]), CancellationToken.None).GetAwaiter().GetResult(), "Nothing is new.");
    }

    [TestMethod]
    public void A_prompt_beyond_the_context_is_said_with_both_lengths()
    {
        var desk = new Desk("### a\n" + string.Concat(Enumerable.Repeat(" word", 9000))).Read();
        var problem = DocumentProblems.Of(desk.Document, desk.Readings).Single();
        Assert.AreEqual("The prompt has 9000 tokens; smollm2-135m-instruct reads at most 8192.", problem.Message);
        Assert.AreEqual(1, problem.Range.Start.Line);
        StringAssert.Contains(desk.Hover(1, 3)?.Contents.Value, "The prompt has 9000 tokens");
    }

    [TestMethod]
    public void A_long_prompt_that_the_model_reads_is_not_run_unasked()
    {
        var runner = new DirectRunner();
        var desk = new Desk("### a\n@expect prob(\" the\") > 0.9\n\n" + string.Concat(Enumerable.Repeat(" word", 4100)), runner).Read();
        Assert.AreEqual(1, runner.Runs);
        Assert.IsEmpty(DocumentProblems.Of(desk.Document, desk.Readings));
        Assert.IsFalse(desk.Readings.IsOpen(new BlockPlace(desk.Document, desk.Blocks[0])));
    }

    [TestMethod]
    public void Quick_fixes_are_left_out_where_other_kinds_are_asked_for()
    {
        var desk = new Desk("@traget x\n\np");
        CodeAction[] Asked(string[]? only) => QuickFixes.Of(desk.Document, new CodeActionParams(new TextDocumentId(Desk.Uri), default, new CodeActionContext { Only = only }), desk.Readings);
        Assert.HasCount(1, Asked(null));
        Assert.HasCount(1, Asked(["quickfix"]));
        Assert.IsEmpty(Asked(["source.organizeImports"]));
    }

    [TestMethod]
    [DataRow("@", 1, "@model|@target|@contrast", "")]
    [DataRow("@ta", 3, "@model|@target|@contrast", "")]
    [DataRow("@lens ", 6, "perLayer|frozen|author", "")]
    [DataRow("@lens fro", 9, "perLayer|frozen|author", "fro")]
    [DataRow("@provider ", 10, "auto|cpu|directml", "")]
    [DataRow("@model smo", 10, "one|two/three", "smo")]
    [DataRow("@target ", 8, "\" Paris\"|\" the\"|\" London\"", "")]
    [DataRow("@target \" Pa", 12, "\" Paris\"|\" the\"|\" London\"", "\" Pa")]
    [DataRow("@target \"\"", 9, "\" Paris\"|\" the\"|\" London\"", "\"\"")]
    [DataRow("@contrast Lon", 13, "\" Paris\"|\" the\"|\" London\"", "Lon")]
    [DataRow("@expect prob(", 13, "\" Paris\"|\" the\"|\" London\"", "")]
    [DataRow("@expect prob() >= 0.5", 13, "\" Paris\"|\" the\"|\" London\"", "")]
    [DataRow("@expect rank(\" Pa\") <= 3", 17, "\" Paris\"|\" the\"|\" London\"", "\" Pa\"")]
    [DataRow("@expect logprob(Pa) > -1", 18, "\" Paris\"|\" the\"|\" London\"", "Pa")]
    [DataRow("@expect prob(\"", 14, "\" Paris\"|\" the\"|\" London\"", "\"")]
    [DataRow("@expect top == ", 15, "\" Paris\"|\" the\"|\" London\"", "")]
    [DataRow("@expect top(layer=3) == \"P", 26, "\" Paris\"|\" the\"|\" London\"", "\"P")]
    [DataRow("@expect attention(head 1.2, ", 28, "\"The\"|\" capital\"|\" of\"", "")]
    [DataRow("@expect ", 8, "prob(\" Paris\") >= 0.5|top == \" Paris\"|rank(\" Paris\") <= 3", "")]
    [DataRow("@set lens.", 10, "forward.embeddings|forward.taps|forward.positions", "lens.")]
    [DataRow("@note ", 6, "", null)]
    [DataRow("prompt", 3, "", null)]
    public void Directives_and_their_values_are_proposed(string line, int character, string labels, string? replaced)
    {
        var desk = new Desk($"### a\n{line}\n\nThe capital of France is");
        var items = desk.Complete(1, character, "one", "two/three").Items;
        Assert.AreEqual(labels, string.Join('|', items.Take(3).Select(item => item.Label)));
        if (line.Contains(' ', StringComparison.Ordinal) && items.Count > 0)
        {
            Assert.AreEqual(replaced, desk.Document.Document.Covered(items[0].TextEdit.Range));
        }
    }

    [TestMethod]
    public void The_ten_most_probable_tokens_are_proposed_with_their_probabilities_as_JSON_writes_them()
    {
        var items = new Desk("### a\n@expect prob(\"\n\nThe capital of France is").Complete(1, 14).Items;
        Assert.HasCount(10, items);
        Assert.AreEqual("77.3 % 6.5 % 1.2 %", string.Join(' ', items.Take(3).Select(item => item.Detail)));
        CollectionAssert.AreEqual(items.Select(item => item.SortText).Order(StringComparer.Ordinal).ToArray(), items.Select(item => item.SortText).ToArray());

        var quoted = new Desk("### a\n@expect prob(\n\nHe said: Who are you? She answered: ").Complete(1, 13).Items;
        Assert.IsTrue(quoted.All(item => ValueReader.JsonString(item.TextEdit.NewText) is { Length: > 0 }));
        Assert.IsTrue(quoted.Any(item => item.TextEdit.NewText.Contains('\\', StringComparison.Ordinal)), string.Join(' ', quoted.Select(item => item.Label)));
    }

    [TestMethod]
    public void Every_proposed_expectation_can_be_read()
    {
        foreach (var item in new Desk("### a\n@expect \n\np").Complete(1, 8).Items)
        {
            Assert.IsEmpty(Marked.Lines("### a", "@expect " + item.TextEdit.NewText, "p").Problems, item.Label);
        }
    }

    [TestMethod]
    public void Blocks_are_symbols_and_folds()
    {
        var desk = new Desk(Text + "\n### \nsecond prompt\n");
        var symbols = Outline.Symbols(desk.Document);
        Assert.AreEqual("Capital of France|second prompt", string.Join('|', symbols.Select(symbol => symbol.Name)));
        Assert.AreEqual("@target", symbols[0].Children?[0].Name);
        Assert.AreEqual("2-10 12-13", string.Join(' ', Outline.Folds(desk.Document).Select(fold => $"{fold.StartLine}-{fold.EndLine}")));
        Assert.IsTrue(symbols.All(symbol => symbol.Range.Start <= symbol.SelectionRange.Start && symbol.SelectionRange.End <= symbol.Range.End));
    }

    [TestMethod]
    public void The_document_method_gives_blocks_values_and_the_tokens_at_a_place()
    {
        var desk = new Desk(Text.Replace("France is", "😀 山", StringComparison.Ordinal)).Read();
        var result = desk.Documents.ReadAsync(desk.Document, Ask with { Position = new TextPosition(10, 3) }, CancellationToken.None).GetAwaiter().GetResult();
        var block = result.Blocks.Single();
        Assert.AreEqual("The capital of 😀 山", block.Request.Text);
        Assert.AreEqual("smollm2-135m-instruct", block.Request.Model);
        Assert.AreEqual(4, block.Expectations.Count);
        Assert.AreEqual("prob(\" Paris\")", block.Expectations[0].Expression);
        Assert.IsFalse(block.Expectations[0].Met);
        Assert.IsNull(block.Expectations[3].Met);
        var covered = block.Tokens?.Select(token => desk.Document.Document.Covered(token.Range)).ToArray() ?? [];
        Assert.AreEqual("The| capital| of", string.Join('|', covered.Take(3)));
        Assert.IsTrue(covered.All(text => !char.IsLowSurrogate(text[0]) && !char.IsHighSurrogate(text[^1])), "No token ends inside a pair.");
    }

    [TestMethod]
    public void Run_expectations_evaluates_scores_too()
    {
        var desk = new Desk(Text);
        var result = desk.Documents.RunAsync(desk.Document, Ask, CancellationToken.None).GetAwaiter().GetResult();
        Assert.AreEqual("True False True True", string.Join(' ', result.Blocks[0].Expectations.Select(expectation => expectation.Met)));
    }

    [TestMethod]
    public void The_document_method_answers_no_more_than_1000_blocks_and_those_around_the_place_asked_for()
    {
        var desk = new Desk(string.Concat(Enumerable.Range(0, 2500).Select(number => $"### {number}\n\ntext {number}\n")));

        var start = Read(desk, Ask);
        Assert.AreEqual((2500, 0, 1000), (start.Count, start.First, start.Blocks.Count));
        Assert.AreEqual("999", start.Blocks[^1].Name);
        Assert.IsTrue(start.Blocks.All(block => block.Tokens is null));
        Assert.HasCount(1, start.Problems, "a note says that the editor shows the first ones");

        var far = Read(desk, Ask with { Position = new TextPosition((3 * 2000) + 2, 1) });
        Assert.AreEqual((2500, 2000, 500), (far.Count, far.First, far.Blocks.Count));
        Assert.AreEqual("2000", far.Blocks[0].Name);
        Assert.AreEqual("text 2000", string.Concat(far.Blocks[0].Tokens?.Select(token => token.Text) ?? []));
        Assert.IsTrue(far.Blocks.Skip(1).All(block => block.Tokens is null));
    }

    [TestMethod]
    public void Of_one_block_by_place_or_number_the_document_method_says_no_other()
    {
        var desk = new Desk("@top 3\n\n### a\n\none\n\n### b\n\ntwo\n\n### c\n\nthree\n");
        var one = Ask with { Count = 1 };

        foreach (var (request, first, name, text) in new (DocumentRequest, int, string, string?)[]
        {
            (one, 0, "a", null),
            (one with { Position = new(0, 2) }, 0, "a", null),
            (one with { Position = new(4, 1) }, 0, "a", "one"),
            (one with { Position = new(8, 3) }, 1, "b", "two"),
            (one with { Position = new(9, 0) }, 1, "b", null),
            (one with { Position = new(99, 0) }, 2, "c", null),
            (one with { Block = 2 }, 2, "c", "three"),
            (one with { Block = 1, Position = new(4, 1) }, 1, "b", "two"),
        })
        {
            var result = Read(request);
            Assert.AreEqual((3, first), (result.Count, result.First), request.ToString());
            var block = result.Blocks.Single();
            Assert.AreEqual(name, block.Name, request.ToString());
            Assert.AreEqual(text, block.Tokens is { } tokens ? string.Concat(tokens.Select(token => token.Text)) : null, request.ToString());
        }

        Assert.IsEmpty(Read(one with { Block = 3 }).Blocks);
        foreach (var wrong in new[] { one with { Block = -1 }, Ask with { Count = 0 }, Ask with { Count = 1001 } })
        {
            Assert.AreEqual(ErrorKind.OutOfRange, Assert.ThrowsExactly<InterpException>(() => Read(wrong)).Kind);
        }

        DocumentResult Read(DocumentRequest request) => FeatureTests.Read(desk, request);
    }

    /// <summary>Tells tokens and what the model is, and refuses to run it.</summary>
    private sealed class TokensOnly : IRequestRunner
    {
        private readonly DirectRunner direct = new();

        public Task<AnalysisResult> RunAsync(AnalysisRequest request, CancellationToken cancel) =>
            request is TokenizeRequest ? direct.RunAsync(request, cancel) : throw new InvalidOperationException("The model was run.");
    }

    private static DocumentRequest Ask => new() { TextDocument = new DocumentName { Uri = Desk.Uri } };

    private static DocumentResult Read(Desk desk, DocumentRequest request) => desk.Documents.ReadAsync(desk.Document, request, CancellationToken.None).GetAwaiter().GetResult();
}
