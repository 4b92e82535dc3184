using Interp.Models.Tokenizers;

namespace Interp.Models.Tests.Tokenizers;

/// <summary>Situations that users of programs like this one reported of their tokenizers.</summary>
[TestClass]
public sealed class ReportedTokenizerTests
{
    [TestMethod]
    [TestCategory("R47")]
    [DataRow(null)]
    [DataRow("default")]
    [DataRow("some-later-one")]
    public void A_cut_that_the_file_does_not_name_is_warned_of(string? named)
    {
        var known = TokenizerFiles.Fixture("gguf-llama-bpe.gguf");
        using var folder = new TemporaryFolder();
        var tokenizer = Load(folder, Bytes(named));
        const string text = "In 2024: 12345 don't";

        Assert.IsEmpty(known.Encode(text, special: false).Warnings);
        var warning = tokenizer.Encode(text, special: false).Warnings.Single();
        Assert.StartsWith("cutUnknown: ", warning);
        Assert.AreEqual(named is not null, warning.Contains($"\"{named}\"", StringComparison.Ordinal));

        // Ids keep their texts.
        for (var id = 0; id < tokenizer.Size; id += 7)
        {
            Assert.AreEqual(known.TextOf(id), tokenizer.TextOf(id));
        }
    }

    [TestMethod]
    [TestCategory("R51")]
    [DataRow("llama3")]
    [DataRow("llama2")]
    [DataRow("bert-uncased")]
    public void A_token_that_is_written_and_added_is_there_twice_and_warned_of(string name)
    {
        var tokenizer = TokenizerFiles.Fixture(name);
        var first = tokenizer.Encode("Hi", special: true).Tokens[0].Id;
        var written = tokenizer.TextOf(first) + "Hi";

        var twice = tokenizer.Encode(written, special: true);
        Assert.AreEqual((first, first), (twice.Tokens[0].Id, twice.Tokens[1].Id));
        Assert.AreEqual((0, 0), (twice.Tokens[0].Start, twice.Tokens[0].End));
        Assert.Contains(tokenizer.TextOf(first), twice.Warnings.Single(warning => warning.StartsWith("addedTwice: ", StringComparison.Ordinal)), StringComparison.Ordinal);

        var once = tokenizer.Encode(written, special: false);
        Assert.AreEqual(1, once.Tokens.Count(token => token.Id == first));
        Assert.IsFalse(once.Warnings.Any(warning => warning.StartsWith("addedTwice: ", StringComparison.Ordinal)));
        Assert.IsFalse(tokenizer.Encode("Hi", special: true).Warnings.Any(warning => warning.StartsWith("addedTwice: ", StringComparison.Ordinal)));
    }

    [TestMethod]
    [TestCategory("R57")]
    [DataRow("hello world", new[] { 3, 5, 6, 4 })]
    [DataRow("café", new[] { 3, 7, 4 })]
    [DataRow("Berlin", new[] { 3, 8, 4 })]
    [DataRow("worldly", new[] { 3, 6, 9, 4 })]
    public void A_vocabulary_alone_is_BERTs_with_its_wrapping(string text, int[] ids)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.File("vocab.txt"), ["[PAD]", "[UNK]", "[MASK]", "[CLS]", "[SEP]", "hello", "world", "cafe", "berlin", "##ly"]);
        var tokenizer = TokenizerFiles.Load(folder.Path);
        CollectionAssert.AreEqual(ids, tokenizer.Encode(text, special: true).Tokens.Select(token => token.Id).ToArray());
    }

    [TestMethod]
    [TestCategory("R59")]
    [DataRow("gpt2")]
    [DataRow("llama3")]
    [DataRow("qwen2")]
    [DataRow("neox")]
    public void The_texts_of_a_long_runs_tokens_are_the_run(string name)
    {
        var tokenizer = TokenizerFiles.Fixture(name);
        foreach (var (unit, times) in new[] { ("Z", 131_072), ("us", 60_000), ("\n", 50_000), (".", 30_000), (" ", 100_000), ("\t", 60_000), ("Z\n", 60_000) })
        {
            var text = string.Concat(Enumerable.Repeat(unit, times));
            var tokens = tokenizer.Encode(text, special: false).Tokens;
            Assert.AreEqual(text.Length, string.Concat(tokens.Select(token => tokenizer.TextOf(token.Id))).Length, $"{unit} x {times}");
        }
    }

    [TestMethod]
    [TestCategory("R59")]
    public void A_word_longer_than_any_is_one_unknown_of_BERT()
    {
        var tokenizer = TokenizerFiles.Fixture("bert-uncased");
        var token = tokenizer.Encode(new string('Z', 131_072), special: false).Tokens.Single();
        Assert.AreEqual(("[UNK]", 0, 131_072), (tokenizer.TextOf(token.Id), token.Start, token.End));
    }

    [TestMethod]
    [TestCategory("R59")]
    [DataRow("gpt2")]
    [DataRow("llama2")]
    [DataRow("t5")]
    [DataRow("bert-uncased")]
    public void A_long_run_takes_memory_in_proportion_to_its_length(string name)
    {
        // Tokens, alignment and pieces are about a hundred bytes a character; a quadratic table would be gigabytes.
        const long mostBytesEach = 4096;
        var tokenizer = TokenizerFiles.Fixture(name);
        tokenizer.Encode("ZZZZ", special: false);
        foreach (var unit in new[] { 'Z', '\n', '.', ' ' })
        {
            var text = new string(unit, 131_072);
            var before = GC.GetAllocatedBytesForCurrentThread();
            tokenizer.Encode(text, special: false);
            Assert.IsLessThan(mostBytesEach * text.Length, GC.GetAllocatedBytesForCurrentThread() - before, $"{(int)unit}");
        }
    }

    [TestMethod]
    [TestCategory("R63")]
    [DataRow("Mistral-Small-3.2-24B-Instruct-2506")]
    [DataRow("Mistral-Nemo-Instruct-2407")]
    [DataRow("mistralai--Mistral-7B-v0.1")]
    public void No_split_is_mended_by_the_name_of_a_model(string name)
    {
        using var folder = new TemporaryFolder();
        var target = folder.File(name, "tokenizer.json");
        Directory.CreateDirectory(Path.GetDirectoryName(target) ?? target);
        File.Copy(Path.Combine(Repository.Golden("tokenizers", "files", "mistral3"), "tokenizer.json"), target);
        var (plain, named) = (TokenizerFiles.Fixture("mistral3"), TokenizerFiles.Load(Path.GetDirectoryName(target) ?? target));
        foreach (var text in new[] { "the ship", "[INST] I'M here 12345 [/INST]", "  a\n\nb", "don't DON'T'" })
        {
            CollectionAssert.AreEqual(plain.Encode(text, special: true).Tokens.ToArray(), named.Encode(text, special: true).Tokens.ToArray(), text);
        }
    }

    private static ITextTokenizer Load(TemporaryFolder folder, byte[] bytes)
    {
        File.WriteAllBytes(folder.File("cut.gguf"), bytes);
        return TokenizerFiles.Load(folder.File("cut.gguf"));
    }

    /// <summary>The fixture with another name for its cut, or with none: the key keeps its length, so that nothing behind it moves.</summary>
    private static byte[] Bytes(string? name)
    {
        const string key = "tokenizer.ggml.pre";
        var bytes = File.ReadAllBytes(Repository.Golden("tokenizers", "files", "gguf-llama-bpe.gguf"));
        var at = bytes.AsSpan().IndexOf("tokenizer.ggml.pre"u8);
        if (name is null)
        {
            "tokenizer.ggml.was"u8.CopyTo(bytes.AsSpan(at));
            return bytes;
        }

        // Behind the key: its type, the length of the text, the text.
        var value = at + key.Length + sizeof(uint);
        var old = (int)BitConverter.ToUInt64(bytes, value);
        return [.. bytes[..value], .. BitConverter.GetBytes((ulong)name.Length), .. System.Text.Encoding.ASCII.GetBytes(name), .. bytes[(value + sizeof(ulong) + old)..]];
    }
}
