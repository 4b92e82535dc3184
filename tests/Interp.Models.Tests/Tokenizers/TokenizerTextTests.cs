using Interp.Models.Tokenizers;

namespace Interp.Models.Tests.Tokenizers;

/// <summary>Texts of ids, unpaired surrogates, long runs and losses.</summary>
[TestClass]
public sealed class TokenizerTextTests
{
    [TestMethod]
    public void Bytes_that_are_no_text_on_their_own_are_spelled()
    {
        var tokenizer = TokenizerFiles.Embedded();
        var texts = tokenizer.Encode("ꙮ", special: false).Tokens.Select(token => tokenizer.TextOf(token.Id)).ToArray();
        Assert.IsTrue(Array.TrueForAll(texts, text => text.StartsWith("<0x", StringComparison.Ordinal) && text.EndsWith('>')), string.Join(' ', texts));
    }

    [TestMethod]
    public void Ids_of_a_text_are_the_plain_tokens_that_add_it()
    {
        var tokenizer = TokenizerFiles.Embedded();
        // Both published: huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct, tokenizer.json.
        CollectionAssert.AreEqual(new[] { 7042 }, tokenizer.IdsOf(" Paris").ToArray());
        Assert.AreEqual(" Paris", tokenizer.TextOf(7042));
        Assert.IsEmpty(tokenizer.IdsOf("<|im_start|>"));
        Assert.IsTrue(tokenizer.IsSpecial(1));
        Assert.IsFalse(tokenizer.IsSpecial(7042));
        Assert.AreEqual("<|im_start|>", tokenizer.TextOf(1));
        Assert.AreEqual("#49152", tokenizer.TextOf(49152));
        Assert.AreEqual("#-1", tokenizer.TextOf(-1));
    }

    [TestMethod]
    public void Two_spellings_of_one_text_are_both_found()
    {
        // llama2 has an entry "B" and a byte token for it.
        var tokenizer = TokenizerFiles.Fixture("llama2");
        var ids = tokenizer.IdsOf("B");
        Assert.HasCount(2, ids);
        Assert.IsTrue(ids.All(id => tokenizer.TextOf(id) == "B"));
    }

    [TestMethod]
    [DataRow("gpt2")]
    [DataRow("llama2")]
    [DataRow("bert-uncased")]
    [DataRow("t5")]
    public void Half_of_a_pair_reads_as_the_replacement_character_and_moves_no_offset(string name)
    {
        var tokenizer = TokenizerFiles.Fixture(name);
        foreach (var half in new[] { "\uD83D", "\uDE00", "\uDE00\uD83D" })
        {
            CollectionAssert.AreEqual(
                tokenizer.Encode($"the {new string('\uFFFD', half.Length)} ship", special: true).Tokens.ToArray(),
                tokenizer.Encode($"the {half} ship", special: true).Tokens.ToArray());
        }
    }

    public static IEnumerable<object[]> LongRuns =>
        from name in new[] { "gpt2", "llama3", "qwen2", "llama2", "t5", "bert-uncased", "clip", "gguf-smollm.gguf", "gguf-llama.gguf", "wordlevel", "unigram-bytes" }
        select new object[] { name };

    /// <summary>Each of these made some tokenizer overflow its stack or run for minutes.</summary>
    [TestMethod]
    [TestCategory("R59")]
    [DynamicData(nameof(LongRuns))]
    public void Long_runs_are_tokenised_whole(string name)
    {
        var tokenizer = TokenizerFiles.Fixture(name);
        foreach (var (unit, times) in new[] { ("Z", 131_072), ("us", 60_000), ("\n", 50_000), (".", 30_000), (" ", 100_000), ("7", 50_000), ("é", 50_000), ("😀", 20_000), ("e\u0301", 20_000), ("\u0301", 20_000) })
        {
            var text = "a" + string.Concat(Enumerable.Repeat(unit, times)) + "b";
            var tokens = tokenizer.Encode(text, special: false).Tokens;
            Assert.AreEqual(text.Length, tokens[^1].End, $"{unit} x {times}");
            Assert.AreEqual(0, tokens[0].Start);
        }
    }

    [TestMethod]
    public void Bytes_without_an_entry_are_named()
    {
        var tokenizer = TokenizerFiles.FromJson(
            """
            { "pre_tokenizer": { "type": "ByteLevel", "add_prefix_space": false }, "decoder": { "type": "ByteLevel" },
              "model": { "type": "BPE", "vocab": { "a": 0, "b": 1, "ab": 2, "Ã": 3 }, "merges": ["a b"] } }
            """);
        var encoded = tokenizer.Encode("ab é z ab", special: true);
        CollectionAssert.AreEqual(new[] { 2, 3, 2 }, encoded.Tokens.Select(token => token.Id).ToArray());
        var warning = encoded.Warnings.Single();
        // Four blanks, the second byte of é and z have no entry.
        StringAssert.StartsWith(warning, "bytesLost: the vocabulary has no entry for 5 bytes or characters", StringComparison.Ordinal);
        StringAssert.Contains(warning, "0xA9 of U+00E9 at 3", StringComparison.Ordinal);
        StringAssert.Contains(warning, "U+007A at 5", StringComparison.Ordinal);
        Assert.IsEmpty(tokenizer.Encode("ab", special: true).Warnings);
    }

    [TestMethod]
    [TestCategory("R65")]
    public void An_added_token_written_in_the_text_is_found_where_it_stands()
    {
        var tokenizer = TokenizerFiles.Fixture("llama2");
        var tokens = tokenizer.Encode("the <s> ship", special: false).Tokens;
        Assert.Contains(new TextToken(1, 4, 7), tokens);
        CollectionAssert.AreEqual(tokens.Prepend(new TextToken(1, 0, 0)).ToArray(), tokenizer.Encode("the <s> ship", special: true).Tokens.ToArray());
    }
}
