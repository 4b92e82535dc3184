using Interp.Contracts;

namespace Interp.Analysis.Tests;

[TestClass]
public sealed class TokenizeAnalysisTests
{
    private static readonly string SmolLm = TestFiles.Model("smollm2-135m-instruct");

    [TestMethod]
    public void A_text_gives_ids_texts_and_offsets()
    {
        var result = Run(new TokenizeRequest { Model = SmolLm, Text = "The capital of France is" });

        CollectionAssert.AreEqual(new[] { "The", " capital", " of", " France", " is" }, result.Tokens?.Select(token => token.Text).ToArray());
        Assert.AreEqual((3, 11), (result.Tokens?[1].Start, result.Tokens?[1].End));
    }

    [TestMethod]
    public void Ids_are_decoded_to_the_same_texts()
    {
        var encoded = Run(new TokenizeRequest { Model = SmolLm, Text = "na\u00efve caf\u00e9 \U0001F600" });

        var decoded = Run(new TokenizeRequest { Model = SmolLm, Ids = [.. (encoded.Tokens ?? []).Select(token => token.Id)] });

        CollectionAssert.AreEqual(encoded.Tokens?.Select(token => token.Text).ToArray(), decoded.Tokens?.Select(token => token.Text).ToArray());
        Assert.IsNull(decoded.Tokens?[0].Start);
    }

    [TestMethod]
    public void The_result_names_the_model() =>
        Assert.AreEqual("smollm2-135m-instruct", Run(new TokenizeRequest { Model = SmolLm, Text = "a" }).Model?.Name);

    [TestMethod]
    public void A_bare_tokenizer_file_will_do()
    {
        var folder = Directory.CreateTempSubdirectory("interp-tokenize-");
        try
        {
            var file = Path.Combine(folder.FullName, "tokenizer.json");
            File.WriteAllText(file, """
                { "added_tokens": [], "pre_tokenizer": { "type": "ByteLevel", "add_prefix_space": false, "use_regex": true },
                  "decoder": { "type": "ByteLevel" }, "model": { "type": "BPE", "vocab": { "a": 0, "b": 1, "ab": 2 }, "merges": ["a b"] } }
                """);

            var result = Run(new TokenizeRequest { Model = file, Text = "aab" });

            CollectionAssert.AreEqual(new[] { 0, 2 }, result.Tokens?.Select(token => token.Id).ToArray());
            Assert.IsNull(result.Model);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    [DataRow("gguf-bert.gguf", new[] { "[CLS]", " a", "[SEP]" })]
    [DataRow("gguf-smollm.gguf", new[] { "a" })]
    public void A_gguf_file_without_weights_will_do(string name, string[] texts)
    {
        var result = Run(new TokenizeRequest { Model = TestFiles.Golden(Path.Combine("tokenizers", "files", name)), Text = "a" });

        CollectionAssert.AreEqual(texts, result.Tokens?.Select(token => token.Text).ToArray());
        Assert.IsNull(result.Model);
    }

    [TestMethod]
    public void An_empty_text_has_no_tokens() => Assert.IsEmpty(Run(new TokenizeRequest { Model = SmolLm, Text = "" }).Tokens ?? [new() { Id = 0, Text = "" }]);

    [TestMethod]
    public void A_model_without_a_tokenizer_names_ids_and_refuses_text()
    {
        var model = TestFiles.Model("tiny/gpt2");

        Assert.AreEqual("#3", Run(new TokenizeRequest { Model = model, Ids = [3] }).Tokens?[0].Text);
        Refusals.Expect(ErrorKind.NotAvailable, () => Run(new TokenizeRequest { Model = model, Text = "a" }));
    }

    [TestMethod]
    public void Both_or_neither_of_text_and_ids_and_ids_that_do_not_exist_are_refused()
    {
        Refusals.Expect(ErrorKind.SettingUnknown, () => Run(new TokenizeRequest { Model = SmolLm }));
        Refusals.Expect(ErrorKind.SettingUnknown, () => Run(new TokenizeRequest { Model = SmolLm, Text = "", Ids = [] }));
        Refusals.Expect(ErrorKind.OutOfRange, () => Run(new TokenizeRequest { Model = SmolLm, Ids = [49152] }));
    }

    private static TokenizeResult Run(TokenizeRequest request) => TestModels.Run(new TokenizeAnalysis(), request);
}
