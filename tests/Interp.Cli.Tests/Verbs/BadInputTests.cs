using System.Text.Json;

namespace Interp.Cli.Tests.Verbs;

/// <summary>What people get wrong: one clear error, the right exit code, nothing lost.</summary>
[TestClass]
public sealed class BadInputTests
{
    private static readonly string embedded = Interp.Models.ModelFolders.Resolve("tiny/llama-gqa");

    [TestMethod]
    public void A_model_that_does_not_exist_is_refused()
    {
        Expect(3, "modelNotFound", "forward", "--ids", "1", "--model", "no-such-model");
        var error = Expect(3, "modelNotFound", "forward", "--ids", "1", "--model", "./no-such-model.gguf");
        StringAssert.StartsWith(error.GetProperty("message").GetString(), Path.GetFullPath("no-such-model.gguf") + ": ");
    }

    [TestMethod]
    public void A_model_file_that_is_empty_truncated_or_something_else_is_refused()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(Directory.EnumerateFiles(Interp.Models.ModelFolders.Resolve(null), "*.gguf").Single());

        Expect(3, "modelDamaged", "forward", "--ids", "1", "--model", folder.Write("empty.gguf", []));
        Expect(3, "modelDamaged", "forward", "--ids", "1", "--model", folder.Write("cut.gguf", whole[..(whole.Length / 2)]));
        Expect(3, "modelDamaged", "forward", "--ids", "1", "--model", folder.Write("text.gguf", "no model at all"));
    }

    [TestMethod]
    public void A_prompt_that_is_empty_missing_too_long_or_given_twice_is_refused()
    {
        Expect(4, "promptEmpty", "explain", "");
        Expect(4, "settingUnknown", "forward", "x", "--ids", "1");
        Expect(4, "promptTooLong", "forward", "--model", "tiny/llama-gqa", "--ids", string.Join(',', Enumerable.Repeat(1, 5000)));
    }

    [TestMethod]
    public void Ids_and_positions_out_of_range_are_refused_with_the_range()
    {
        Expect(4, "outOfRange", "forward", "--model", "tiny/llama-gqa", "--ids", "1,1000000");
        var error = Expect(4, "outOfRange", "lens", "--model", "tiny/llama-gqa", "--ids", "1,2", "--positions", "2");
        Assert.IsTrue(error.TryGetProperty("data", out _));
    }

    [TestMethod]
    public void A_target_of_several_tokens_is_refused_with_the_tokens()
    {
        var error = Expect(4, "targetNotOneToken", "explain", "The capital of France is", "--target", " Lasagnawonder");

        Assert.IsGreaterThan(1, error.GetProperty("data").GetProperty("tokens").GetArrayLength());
    }

    [TestMethod]
    public void Text_for_a_model_without_a_tokenizer_is_refused() => Expect(4, "notAvailable", "forward", "hello", "--model", "tiny/llama-gqa");

    [TestMethod]
    public void A_setting_of_a_request_file_that_does_not_exist_is_refused_with_the_nearest()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("case.json", """{ "method": "lens", "ids": [1], "topp": 3 }""");

        var error = Expect(4, "settingUnknown", "run", path);

        Assert.AreEqual("top", error.GetProperty("data").GetProperty("nearest").GetString());
    }

    [TestMethod]
    public void Standard_input_that_is_no_UTF8_is_refused()
    {
        var run = TestConsole.RunBytes(["tokenize", "-", "--json"], [(byte)'a', 0xC3, 0x28]);

        Assert.AreEqual(4, run.Exit);
        StringAssert.Contains(run.Out, "standard input is no valid UTF-8: the byte at offset 1 ");
    }

    [TestMethod]
    public void A_request_file_that_does_not_exist_is_refused_with_its_path()
    {
        var error = Expect(4, "fileProblem", "run", "no-such-file.jsonl");

        Assert.AreEqual("no-such-file.jsonl", error.GetProperty("data").GetProperty("path").GetString());
    }

    [TestMethod]
    public void A_file_below_a_file_cannot_be_written_and_the_request_is_not_run()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "kept");

        Expect(4, "fileProblem", "lens", "--model", embedded, "--ids", "1,2", "--out", folder.At("file/grid.svg"));

        Assert.AreEqual("kept", File.ReadAllText(folder.At("file")));
    }

    [TestMethod]
    [DataRow("--out")]
    [DataRow("--html")]
    public void A_page_without_the_bundled_views_is_refused_before_the_request_is_run(string option)
    {
        using var folder = new TemporaryFolder();

        var error = Expect(4, "fileProblem", "lens", "--model", embedded, "--ids", "1,2", option, folder.At("page.html"));

        StringAssert.Contains(error.GetProperty("message").GetString(), Path.Combine("views", "lens.js"));
        Assert.IsEmpty(folder.Names.ToList());
    }

    [TestMethod]
    public void A_precision_that_does_not_exist_is_refused_with_the_nearest()
    {
        var error = Expect(4, "settingUnknown", "forward", "--model", "tiny/llama-gqa", "--ids", "1", "--precision", "f15");
        Assert.AreEqual("f16", error.GetProperty("data").GetProperty("nearest").GetString());
    }

    [TestMethod]
    public void A_provider_that_cannot_be_used_exits_with_5() => Expect(5, "providerUnavailable", "forward", "--model", "tiny/llama-gqa", "--ids", "1", "--provider", "webgpu");

    [TestMethod]
    public void A_setting_that_help_does_not_list_is_still_refused_with_its_reason() =>
        Expect(4, "notAvailable", "forward", "--model", "tiny/llama-gqa", "--ids", "1", "--edits", "[{}]");

    [TestMethod]
    [DataRow("--tap", "blocks.99.hook_resid_post", "--tap names layer 99, outside 0 to 2.")]
    [DataRow("--tap", "blocks.1.attn.hook_pattern", "--tap is blocks.1.attn.hook_pattern, whose rows do not have the width of the stream.")]
    [DataRow("--tap", "blocks.*.hook_resid_post", "--tap is the pattern blocks.*.hook_resid_post; a full name is due.")]
    [DataRow("--tap", "hook_embd", "--tap cannot be \"hook_embd\".")]
    [DataRow("--neuron", "99.3", "`layer` of --neuron 99.3 is 99, outside 0 to 2.")]
    public void A_vector_that_an_option_names_is_refused_by_that_option(string option, string value, string message)
    {
        var run = TestConsole.Run(["project", "--model", "tiny/gpt2", "--ids", "1,2", option, value]);

        Assert.AreEqual(4, run.Exit);
        StringAssert.StartsWith(run.Error, $"interp: {message}\n");
    }

    [TestMethod]
    public void An_unknown_member_of_a_vector_is_refused_with_the_members_of_its_kind()
    {
        var error = Expect(4, "settingUnknown", "project", "--vectors", """{"kind":"embedding","id":3}""");

        Assert.AreEqual("There is no member `[0].id` of --vectors.", error.GetProperty("message").GetString());
        Assert.AreEqual("A vector of kind embedding takes token.", error.GetProperty("hint").GetString());
    }

    [TestMethod]
    public void Without_json_an_error_is_two_lines_on_standard_error()
    {
        var run = TestConsole.Run(["forward", "--model", "tiny/llama-gqa", "--ids", "1", "--positions", "7"]);

        Assert.AreEqual(4, run.Exit);
        Assert.AreEqual("", run.Out);
        Assert.HasCount(2, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [TestMethod]
    [DataRow("forward")]
    [DataRow("explain", "--top", "3")]
    [DataRow("lens")]
    [DataRow("contributions")]
    [DataRow("tokenize")]
    public void A_prompt_that_is_missing_is_a_wrong_command_line_whatever_the_model(string verb, params string[] options)
    {
        var run = TestConsole.Run([verb, .. options, "--model", "no-such-model"]);

        Assert.AreEqual(2, run.Exit);
        Assert.AreEqual("", run.Out);
        Assert.AreEqual($"interp: `interp {verb}` needs PROMPT.\nWrite interp {verb} \"The capital of France is\", for example; `interp {verb} --help` shows how it is used.\n", run.Error);
    }

    [TestMethod]
    [DataRow("Both PROMPT and --ids are given.\nGive one of them.\n", "forward", "x", "--ids", "1")]
    [DataRow("--positions is 7, outside -2 to 1.\nGive a number from -2 to 1.\n", "lens", "--ids", "1,2", "--positions", "0,7")]
    [DataRow("--ids is 9999999, outside 0 to", "forward", "--ids", "1,9999999")]
    [DataRow("--mode cannot be \"frozn\".\nDid you mean \"frozen\"? Allowed are", "lens", "--ids", "1,2", "--mode", "frozn")]
    [DataRow("--type-ids are given, but tiny/llama-gqa has no token types.\nLeave --type-ids out.\n", "forward", "--ids", "1", "--type-ids", "0")]
    [DataRow("`[0].layer` of --vectors is 99, outside 0 to 2.\n", "project", "--vectors", """{"kind":"ffValue","layer":99,"neuron":3}""")]
    public void A_request_of_options_is_refused_in_the_words_of_the_command_line(string lines, params string[] arguments)
    {
        var run = TestConsole.Run([.. arguments, "--model", "tiny/llama-gqa"]);

        Assert.AreEqual(4, run.Exit, run.Error);
        StringAssert.StartsWith(run.Error, "interp: " + lines);
    }

    [TestMethod]
    public void A_request_of_a_file_is_refused_in_the_words_of_the_file()
    {
        using var folder = new TemporaryFolder();
        var run = TestConsole.Run(["run", folder.Write("case.json", """{ "method": "lens", "ids": [1], "positions": [7], "model": "tiny/llama-gqa" }""")]);

        StringAssert.Contains(run.Out, "`positions[0]` is 7");
    }

    [TestMethod]
    public void A_cancelled_run_is_one_line_and_exits_with_130()
    {
        var run = TestConsole.Run(["forward", "--ids", "1", "--model", "tiny/llama-gqa"], cancel: new CancellationToken(canceled: true));

        Assert.AreEqual(130, run.Exit);
        Assert.AreEqual("interp: Cancelled before it was done.\n", run.Error);
    }

    private static JsonElement Expect(int exit, string kind, params string[] arguments)
    {
        var run = TestConsole.Run([.. arguments, "--json"]);
        Assert.AreEqual(exit, run.Exit, run.Out + run.Error);
        Assert.AreEqual("", run.Error);
        using var json = JsonDocument.Parse(run.Out);
        var error = json.RootElement.GetProperty("error").Clone();
        Assert.AreEqual(kind, error.GetProperty("kind").GetString(), run.Out);
        return error;
    }
}
